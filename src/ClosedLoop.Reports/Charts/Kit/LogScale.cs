namespace ClosedLoop.Reports;

/// <summary>Equal ratios are equally long.</summary>
internal sealed class LogScale : IScale
{
    private readonly double _lower;
    private readonly double _upper;
    private readonly double _from;
    private readonly double _to;

    /// <summary>Maps [lower, upper], both positive, to [from, to]; a domain without extent is widened.</summary>
    public LogScale(double lower, double upper, double from, double to, int mostTicks)
    {
        var widen = upper > lower * (1 + 1e-12) ? 1 : 1.5;
        (lower, upper) = (lower / widen, upper * widen);
        (_lower, _upper, _from, _to) = (Math.Log(lower), Math.Log(upper), from, to);
        Ticks = LogTicks.Of(lower, upper, mostTicks);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public double Map(double value) => _from + ((Math.Log(value) - _lower) / (_upper - _lower) * (_to - _from));
}
