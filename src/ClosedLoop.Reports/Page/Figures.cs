using System.Globalization;
using System.Text;

namespace ClosedLoop.Reports;

/// <summary>How figures, durations and moments are written for people.</summary>
internal static class Figures
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A number with four significant digits (or as many as asked), as a power of ten where it is very large or small.</summary>
    public static string Short(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
        }

        var size = Math.Abs(value);
        if (value == 0 || (size < 1e6 && size >= 1e-4))
        {
            var before = value == 0 ? 1 : (int)Math.Floor(Math.Log10(size)) + 1;
            var text = Math.Round(value, Math.Clamp(digits - before, 0, 15)).ToString("0.###############", CultureInfo.InvariantCulture);
            return Minus(text);
        }

        var exponent = (int)Math.Floor(Math.Log10(size) + 1e-12);
        var mantissa = Math.Round(value / Math.Pow(10, exponent), digits - 1);
        var power = "10" + Superscript(exponent);
        return mantissa == 1 ? power : mantissa == -1 ? "−" + power : Minus(mantissa.ToString("0.###", CultureInfo.InvariantCulture)) + "×" + power;
    }

    /// <summary>A moment in UTC without the year.</summary>
    public static string MomentOfYear(DateTimeOffset at) => at.UtcDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The value with its unit.</summary>
    public static string With(double value, string? unit) => unit is null ? Short(value) : Short(value) + "\u00a0" + unit;

    /// <summary>A mean with its standard deviation: two digits of the latter, and as many decimals of the former.</summary>
    public static string PlusMinus(double mean, double deviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation < 1e-4 || deviation >= 1e5)
        {
            return $"{Short(mean)} ± {Short(deviation, 2)}";
        }

        var decimals = Math.Max(0, 1 - (int)Math.Floor(Math.Log10(deviation)));
        string Fixed(double value) => Minus((Math.Round(value, decimals) + 0.0).ToString("F" + decimals, CultureInfo.InvariantCulture));
        return $"{Fixed(mean)} ± {Fixed(deviation)}";
    }

    /// <summary>A quantity's name with its unit in brackets.</summary>
    public static string Named(string name, string? unit) => unit is null ? name : $"{name} ({unit})";

    /// <summary>A whole number.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A typographic minus.</summary>
    public static string Minus(string text) => text.Replace('-', '−');

    /// <summary>A duration in its two leading units.</summary>
    public static string Duration(TimeSpan span) =>
        span < TimeSpan.Zero ? "−" + Duration(-span)
        : span < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms")
        : span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalSeconds * 10) / 10:0.#} s")
        : span < TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s")
        : span < TimeSpan.FromDays(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours} h");

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent with one decimal.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#}\u00a0%");

    /// <summary>A noun that agrees with its number.</summary>
    public static string Count(int number, string one, string? several = null) => $"{Whole(number)} {(number == 1 ? one : several ?? one + "s")}";

    /// <summary>A text cut to a number of characters.</summary>
    public static string Ellipsis(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, Math.Max(1, most - 1)), "…");

    private static string Superscript(int exponent)
    {
        var text = new StringBuilder(exponent < 0 ? "⁻" : "");
        foreach (var digit in Math.Abs(exponent).ToString(CultureInfo.InvariantCulture))
        {
            text.Append(Superscripts[digit - '0']);
        }

        return text.ToString();
    }
}
