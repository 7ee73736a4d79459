using System.Globalization;

namespace ClosedLoop.Reports;

/// <summary>Round moments between two moments (ticks of UTC as values).</summary>
internal static class TimeTicks
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20),
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(28),
        TimeSpan.FromDays(91), TimeSpan.FromDays(364),
    ];

    /// <summary>The ticks within the bounds, at most <paramref name="most"/> intervals as far as the longest step allows.</summary>
    public static IReadOnlyList<Tick> Of(DateTimeOffset lower, DateTimeOffset upper, int most)
    {
        var span = upper - lower;
        var step = Steps.FirstOrDefault(candidate => candidate * most >= span, Steps[^1]);
        var first = ((lower.UtcTicks + step.Ticks - 1) / step.Ticks) * step.Ticks;
        var ticks = new List<Tick>();
        for (var at = first; at <= upper.UtcTicks; at += step.Ticks)
        {
            ticks.Add(new Tick(at, Label(new DateTime(at, DateTimeKind.Utc), step)));
        }

        return ticks;
    }

    /// <summary>Midnight is written as the day that begins.</summary>
    private static string Label(DateTime at, TimeSpan step) => (at.TimeOfDay == TimeSpan.Zero ? at.ToString("d MMM", CultureInfo.InvariantCulture)
        : step < TimeSpan.FromSeconds(1) ? at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : step < TimeSpan.FromMinutes(1) ? at.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
        : at.ToString("HH:mm", CultureInfo.InvariantCulture));
}
