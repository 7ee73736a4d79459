using System.Text.Json;

namespace ClosedLoop.Benchmarks;

/// <summary>How the gap of one seed fell with what was spent.</summary>
/// <param name="Spent">Cost after each evaluation, in evaluations of the target.</param>
/// <param name="Gaps">Gap after each evaluation; infinite before the first at the target.</param>
internal sealed record SpendingPath(double[] Spent, double[] Gaps)
{
    public static SpendingPath Read(IEnumerable<JsonElement> lines, double optimum)
    {
        var all = lines.ToArray();
        return new(
            [.. all.Select((line, i) => line.TryGetProperty("spent", out var spent) ? spent.GetDouble() : i + 1)],
            [.. all.Select(line => line.GetProperty("best") is { ValueKind: JsonValueKind.Number } best ? Math.Abs(best.GetDouble() - optimum) : double.PositiveInfinity)]);
    }

    /// <summary>What had been spent when the gap first was so small; all that was spent when it never was.</summary>
    public double CostOf(double gap) => Array.FindIndex(Gaps, each => each <= gap) is var i and >= 0 ? Spent[i] : Spent[^1];
}
