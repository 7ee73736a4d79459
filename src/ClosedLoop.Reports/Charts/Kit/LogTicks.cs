namespace ClosedLoop.Reports;

/// <summary>Round values between two positive bounds for a logarithmic axis.</summary>
internal static class LogTicks
{
    private const double Rounding = 1e-9;

    /// <summary>Powers of ten; with 2 and 5 between them where there is room for few decades; round linear values within less than a decade.</summary>
    public static IReadOnlyList<Tick> Of(double lower, double upper, int most)
    {
        var decades = Within(lower, upper, most, [1]);
        if (decades.Count > most)
        {
            var every = (int)Math.Ceiling(decades.Count / (double)most);
            return [.. decades.Where((_, index) => index % every == 0)];
        }

        var finer = Within(lower, upper, most, [1, 2, 5]);
        return decades.Count >= 3 || (finer.Count > most && decades.Count >= 2) ? decades : finer.Count >= 3 ? finer : LinearTicks.Of(lower, upper, most);
    }

    private static List<Tick> Within(double lower, double upper, int most, double[] multiples)
    {
        var ticks = new List<Tick>();
        for (var k = Math.Floor(Math.Log10(lower)); k <= Math.Ceiling(Math.Log10(upper)); k++)
        {
            foreach (var multiple in multiples)
            {
                var value = multiple * Math.Pow(10, k);
                if (value >= lower * (1 - Rounding) && value <= upper * (1 + Rounding))
                {
                    ticks.Add(new Tick(value, Figures.Short(value)));
                }
            }
        }

        return ticks;
    }
}
