using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>Why a new command is not done.</summary>
internal sealed record Refusal(RefusalReason Reason, string Message)
{
    /// <summary>What speaks against a command, whatever the instrument is doing; null if nothing does.</summary>
    public static Refusal? Of(CommandMessage command, CapabilitiesMessage offered, DateTimeOffset now)
    {
        if (now > command.StartBy)
        {
            return Expired(command, now);
        }

        if (command.Simulated != offered.Simulated)
        {
            return new Refusal(
                RefusalReason.SimulatedMismatch,
                offered.Simulated ? "this instrument is simulated, the command means a real one" : "this instrument is real, the command means a simulated one");
        }

        if (command.TimeLimit <= TimeSpan.Zero)
        {
            return new Refusal(RefusalReason.Unsupported, $"a time limit of {command.TimeLimit} allows nothing");
        }

        return offered.Capabilities.FirstOrDefault(capability => capability.Name == command.Capability) is { } capability
            ? OfParameters(command, capability)
            : new Refusal(RefusalReason.Unsupported, $"capability '{command.Capability}' is not offered");
    }

    public static Refusal Expired(CommandMessage command, DateTimeOffset now) =>
        new(RefusalReason.Expired, string.Create(CultureInfo.InvariantCulture, $"it is {now:O}, the latest start was {command.StartBy:O}"));

    private static Refusal? OfParameters(CommandMessage command, CapabilityMessage capability)
    {
        if (capability.Inputs.FirstOrDefault(input => !command.Parameters.ContainsKey(input)) is { } missing)
        {
            return new Refusal(RefusalReason.Unsupported, $"parameter '{missing}' is missing");
        }

        foreach (var (key, value) in command.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var limit = capability.Limits.GetValueOrDefault(key);
            if (!value.IsNumber)
            {
                if (limit is not null)
                {
                    return new Refusal(RefusalReason.Unsupported, $"parameter '{key}' is '{value}', not a number");
                }

                continue;
            }

            var within = double.IsFinite(value.Number) && (limit is null || (value.Number >= limit.Lower && value.Number <= limit.Upper));
            if (!within)
            {
                return new Refusal(RefusalReason.OutsideLimits, OutsideText(key, value, limit));
            }
        }

        return null;
    }

    private static string OutsideText(string key, ParameterValue value, ParameterLimit? limit) => limit is null
        ? $"parameter '{key}' is {value}"
        : string.Create(CultureInfo.InvariantCulture, $"parameter '{key}' is {value}, outside {limit.Lower} to {limit.Upper} {limit.Unit}").TrimEnd();
}
