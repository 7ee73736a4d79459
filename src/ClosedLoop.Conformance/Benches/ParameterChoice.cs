using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>Good parameters for a capability: those that the user gives, else the middle of the declared limits, else 1.</summary>
internal static class ParameterChoice
{
    private const double Unlimited = 1;

    // A value that is wrong by a hundredth of the range: refused by whoever looks, and no leap for a device whose host does not.
    private const double Beyond = 0.01;

    public static IReadOnlyDictionary<string, ParameterValue> Of(
        CapabilityMessage capability,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, ParameterValue>> given)
    {
        var own = given.GetValueOrDefault(capability.Name) ?? new Dictionary<string, ParameterValue>();
        var chosen = own.ToDictionary(StringComparer.Ordinal);
        foreach (var input in capability.Inputs)
        {
            chosen.TryAdd(input, capability.Limits.GetValueOrDefault(input) is { } limit ? Middle(limit) : Unlimited);
        }

        return chosen;
    }

    /// <summary>Each limit of a parameter in use, just passed, on either side; empty when nothing is limited.</summary>
    public static IEnumerable<(string Parameter, double Value)> Outside(CapabilityMessage capability)
    {
        var inUse = capability.Limits.Where(limit => capability.Inputs.Contains(limit.Key));
        foreach (var (name, limit) in inUse.OrderBy(limit => limit.Key, StringComparer.Ordinal))
        {
            var span = limit.Upper - limit.Lower;
            var step = Math.Max(span > 0 && double.IsFinite(span) ? span * Beyond : Beyond, Math.Max(Math.Abs(limit.Lower), Math.Abs(limit.Upper)) * 1e-9);
            yield return (name, limit.Lower - step);
            yield return (name, limit.Upper + step);
        }
    }

    private static double Middle(ParameterLimit limit) => limit.Lower + ((limit.Upper - limit.Lower) / 2);
}
