using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Chooses the scale that fits what is drawn.</summary>
internal static class Scales
{
    /// <summary>A ratio of greatest to least measured value from which only a logarithmic axis shows both.</summary>
    private const double WideRatio = 300;

    /// <summary>A scale for measured values with a margin of 6 % at both ends; logarithmic when they are positive and spread widely.</summary>
    /// <param name="values">What is drawn.</param>
    /// <param name="from">Position of the least value.</param>
    /// <param name="to">Position of the greatest.</param>
    /// <param name="mostTicks">Ticks at most.</param>
    /// <param name="wideRatio">Ratio of greatest to least value from which logarithms are taken.</param>
    public static IScale OfValues(IReadOnlyCollection<double> values, double from, double to, int mostTicks, double wideRatio = WideRatio)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (lower, upper) = (finite.Min(), finite.Max());
        if (IsWide(values, wideRatio))
        {
            var factor = Math.Pow(upper / lower, 0.06);
            return new LogScale(lower / factor, upper * factor, from, to, mostTicks);
        }

        var margin = (upper - lower) * 0.06;
        return new LinearScale(lower - margin, upper + margin, from, to, mostTicks);
    }

    /// <summary>Whether <see cref="OfValues"/> takes logarithms.</summary>
    public static bool IsWide(IReadOnlyCollection<double> values, double wideRatio = WideRatio)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return finite.Min() > 0 && finite.Max() / finite.Min() > wideRatio;
    }

    /// <summary>The scale of one key of a candidate, over everything that the campaign may try.</summary>
    public static IScale OfKey(Parameter parameter, string key, double from, double to) => parameter switch
    {
        CategoricalParameter p => new BandScale(p.Levels, from, to),
        ContinuousParameter { Scale: Scale.Log } p => new LogScale(p.Lower, p.Upper, from, to, Most(from, to)),
        ContinuousParameter p => new LinearScale(p.Lower, p.Upper, from, to, Most(from, to)),
        IntegerParameter p => new LinearScale(p.Lower, p.Upper, from, to, Math.Clamp(p.Upper - p.Lower, 1, Most(from, to))),
        DiscreteParameter p => new LinearScale(p.Levels, from, to),
        CompositionParameter p =>
            new LinearScale(p.Parts.First(part => part.Name == key).Lower, p.Parts.First(part => part.Name == key).Upper, from, to, Most(from, to)),
        _ => throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}"),
    };

    private static int Most(double from, double to) => Math.Max(2, (int)(Math.Abs(to - from) / 34));
}
