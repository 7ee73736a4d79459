using System.Globalization;

namespace ClosedLoop.Reports;

/// <summary>Round values between two bounds: multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    private const double Rounding = 1e-9;

    /// <summary>The smallest round step that leaves at most <paramref name="most"/> intervals.</summary>
    public static double Step(double lower, double upper, int most)
    {
        var raw = (upper - lower) / Math.Max(1, most);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * (raw <= power * (1 + Rounding) ? 1 : raw <= 2 * power * (1 + Rounding) ? 2 : raw <= 5 * power * (1 + Rounding) ? 5 : 10);
    }

    /// <summary>The ticks within the bounds, ascending. All labels carry as many decimals as the step needs.</summary>
    public static IReadOnlyList<Tick> Of(double lower, double upper, int most)
    {
        var step = Step(lower, upper, most);
        var first = Math.Ceiling((lower / step) - Rounding);
        var last = Math.Floor((upper / step) + Rounding);
        var greatest = Math.Max(Math.Abs(lower), Math.Abs(upper));

        // Powers of ten only where four digits tell neighbouring ticks apart.
        var powers = (greatest >= 1e6 || step < 1e-4) && greatest / step < 1000;
        var decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(step * (1 + Rounding))), 0, 15);
        var ticks = new List<Tick>();
        for (var k = first; k <= last; k++)
        {
            // Adding zero turns a negative zero into a plain one.
            var value = (k * step) + 0.0;
            ticks.Add(new Tick(
                value,
                powers ? Figures.Short(value) : Figures.Minus((Math.Round(value, decimals) + 0.0).ToString("F" + decimals, CultureInfo.InvariantCulture))));
        }

        return ticks;
    }
}
