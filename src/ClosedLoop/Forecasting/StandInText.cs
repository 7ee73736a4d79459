using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.DryRuns;
using ClosedLoop.Reports;
using ClosedLoop.Simulators;

namespace ClosedLoop;

/// <summary>What is assumed of a lab, in a line each.</summary>
internal static class StandInText
{
    /// <summary>An instrument, what it does, and where that is from.</summary>
    public static string Of(StandIn standIn) =>
        $"{standIn.Settings.Id}{(standIn.Settings.Capacity > 1 ? $" × {standIn.Settings.Capacity}" : "")}: "
        + $"{string.Join("; ", standIn.Settings.Capabilities.Select(Of))}  ({standIn.From})";

    /// <summary>A stock and what uses it up.</summary>
    public static string Of(StockItem item)
    {
        string Use((double? Amount, string? Parameter) use) => use.Amount is { } amount ? amount.ToString("G4", CultureInfo.InvariantCulture) : use.Parameter!;
        var uses = string.Join(", ", item.Uses.Select(use => $"{use.Key} uses {Use(use.Value)}"));
        return string.Create(CultureInfo.InvariantCulture, $"stock {item.Name}: {item.Amount:G6}{(item.Unit is null ? "" : $" {item.Unit}")}; {uses}");
    }

    private static string Of(SimulatedCapability capability)
    {
        var spread = capability.DurationSpread > 0 ? string.Create(CultureInfo.InvariantCulture, $" ± {100 * capability.DurationSpread:0.#} %") : "";
        var failures = capability.Failures.Select(failure =>
            string.Create(CultureInfo.InvariantCulture, $", {100 * failure.Probability:0.##} % {failure.Kind}, sample {failure.Sample}").ToLowerInvariant());
        return $"{capability.Name} {Time(capability.MeanDuration)}{spread}{string.Concat(failures)}";
    }

    private static string Time(TimeSpan span) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(span < TimeSpan.FromMinutes(2) ? $"{span.TotalSeconds:0.#} s" : span < TimeSpan.FromHours(2) ? $"{span.TotalMinutes:0.#} min" : $"{span.TotalHours:0.#} h")}");
}
