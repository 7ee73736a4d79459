namespace ClosedLoop.Reports;

/// <summary>One band for each category; a value is the category's index.</summary>
internal sealed class BandScale : IScale
{
    private readonly double _from;

    /// <summary>Shares [from, to] equally among the categories.</summary>
    public BandScale(IReadOnlyList<string> categories, double from, double to)
    {
        _from = from;
        Band = (to - from) / Math.Max(1, categories.Count);
        Ticks = [.. categories.Select((name, index) => new Tick(index, name))];
    }

    /// <summary>The width of a band.</summary>
    public double Band { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public double Map(double value) => _from + (Band * (value + 0.5));
}
