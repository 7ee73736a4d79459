namespace ClosedLoop.Reports;

/// <summary>Equal differences are equally long.</summary>
internal sealed class LinearScale : IScale
{
    private readonly double _lower;
    private readonly double _upper;
    private readonly double _from;
    private readonly double _to;

    /// <summary>Maps [lower, upper] to [from, to] with round ticks; a domain without extent is widened.</summary>
    public LinearScale(double lower, double upper, double from, double to, int mostTicks)
        : this(lower, upper, from, to) => Ticks = LinearTicks.Of(_lower, _upper, mostTicks);

    /// <summary>Maps the extent of some levels, ascending, to [from, to] with a tick at each.</summary>
    public LinearScale(IReadOnlyList<double> levels, double from, double to)
        : this(levels[0], levels[^1], from, to) => Ticks = [.. levels.Select(level => new Tick(level, Figures.Short(level)))];

    private LinearScale(double lower, double upper, double from, double to)
    {
        var widen = upper - lower > 1e-12 * Math.Max(Math.Abs(lower), Math.Abs(upper)) ? 0 : Math.Max(0.5, Math.Abs(lower) * 0.05);
        (_lower, _upper, _from, _to) = (lower - widen, upper + widen, from, to);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tick> Ticks { get; } = [];

    /// <inheritdoc/>
    public double Map(double value) => _from + ((value - _lower) / (_upper - _lower) * (_to - _from));
}
