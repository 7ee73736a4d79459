using System.Globalization;
using ClosedLoop.Reports;

namespace ClosedLoop;

/// <summary>Moments as people type and read them, on the clock of this machine.</summary>
internal sealed class ClockText(TimeProvider time)
{
    private static readonly TimeOnly Evening = new(18, 0);
    private static readonly TimeOnly Morning = new(8, 0);

    public TimeZoneInfo Zone => time.LocalTimeZone;

    /// <summary>When a dry run is thought to begin: <c>now</c>, a time of today, or a day and a time; this evening at 18:00 when nothing is said.</summary>
    /// <exception cref="BadInputException">It is no moment.</exception>
    public DateTimeOffset Start(string? text)
    {
        var now = time.GetLocalNow();
        if (text == "now")
        {
            return Of(now.Date.AddHours(now.Hour).AddMinutes(now.Minute));
        }

        return text is null ? Of(now.Date + Evening.ToTimeSpan())
            : TryTime(text, out var clock) ? Of(now.Date + clock.ToTimeSpan())
            : Moment(text, "--start");
    }

    /// <summary>
    /// The moment that chances are stated for: the first such time after the start, or a day and a time; the next morning at 08:00 when nothing is said.
    /// </summary>
    /// <exception cref="BadInputException">It is no moment after the start.</exception>
    public DateTimeOffset By(string? text, DateTimeOffset start)
    {
        var clock = Morning;
        if (text is not null && !TryTime(text, out clock))
        {
            var by = Moment(text, "--by");
            return by > start ? by : throw new BadInputException($"--by {text}: that is not after the start, {ForecastWords.Moment(start, Zone)}");
        }

        var day = TimeZoneInfo.ConvertTime(start, Zone).Date;
        return Of(day + clock.ToTimeSpan()) is var same && same > start ? same : Of(day.AddDays(1) + clock.ToTimeSpan());
    }

    private DateTimeOffset Of(DateTime local) => new(local, Zone.GetUtcOffset(local));

    private DateTimeOffset Moment(string text, string option) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Of(local)
            : throw new BadInputException(
                $"{option} {text}: write a time such as 18:00, or a day and a time such as \"2026-03-01 18:00\"{(option == "--start" ? ", or now" : "")}");

    private static bool TryTime(string text, out TimeOnly clock) =>
        TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out clock);
}
