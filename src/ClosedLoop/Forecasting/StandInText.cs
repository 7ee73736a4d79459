using System.Globalization;
using ClosedLoop.Simulators;

namespace ClosedLoop;

/// <summary>What a stand-in is taken to do, in a line.</summary>
internal static class StandInText
{
    public static string Of(SimulatedCapability capability)
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
