using System.Globalization;

namespace ClosedLoop.Reports;

/// <summary>How a forecast says figures, moments and chances, on pages and on the terminal.</summary>
public static class ForecastWords
{
    /// <summary>A median with the range of 80 % of the runs; one figure where they all agree.</summary>
    public static string Spread(Quantiles q)
    {
        ArgumentNullException.ThrowIfNull(q);
        return q.P10 == q.P90 ? Figures.Short(q.P50) : $"{Figures.Short(q.P50)} ({Figures.Short(q.P10, 3)} – {Figures.Short(q.P90, 3)})";
    }

    /// <summary>A chance with its interval.</summary>
    public static string Odds(Chance chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * chance.Share:f0} % of the runs ({chance.Hits} of {chance.Runs}; 95 % interval {100 * chance.Interval.Lower:f0} – {100 * chance.Interval.Upper:f0} %)");
    }

    /// <summary>Hours in their two leading units, without needless precision.</summary>
    public static string Span(double hours) => TimeSpan.FromHours(hours) is var span && span < TimeSpan.FromSeconds(0.5) ? "0 s"
        : span < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:f0} s")
        : span < TimeSpan.FromHours(2) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:f0} min")
        : span < TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours} h");

    /// <summary>A difference with its interval, the sign in front.</summary>
    public static string Difference(PairedDifference difference, double unit = 1, string name = "")
    {
        ArgumentNullException.ThrowIfNull(difference);
        string Signed(double value) => (value > 0 ? "+" : "") + Figures.Short(Math.Round(value / unit, 12), 3);
        return $"{Signed(difference.Mean)}{name} ({Signed(difference.Lower)} … {Signed(difference.Upper)})";
    }

    /// <summary>A difference of hours in the unit that suits it.</summary>
    public static string Longer(PairedDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        var most = Math.Max(Math.Abs(difference.Lower), Math.Abs(difference.Upper));
        return most < 2.0 / 60 ? Difference(difference, 1.0 / 3600, " s")
            : most < 2 ? Difference(difference, 1.0 / 60, " min")
            : Difference(difference, 1, " h");
    }

    /// <summary>A moment by the clock that people read, with its day.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time of day.</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Two moments; the day of the second only where it is another.</summary>
    public static string Range(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(from, zone).Date == TimeZoneInfo.ConvertTime(to, zone).Date
            ? $"{Clock(from, zone)} – {Clock(to, zone)}"
            : $"{Moment(from, zone)} – {Moment(to, zone)}";

    /// <summary>The same moment as if the clock that people read showed UTC: charts have one clock.</summary>
    internal static DateTimeOffset Wall(DateTimeOffset at, TimeZoneInfo zone) => new(TimeZoneInfo.ConvertTime(at, zone).DateTime, TimeSpan.Zero);
}
