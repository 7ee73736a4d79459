namespace ClosedLoop.Reports;

/// <summary>Things counted from 1: ticks at whole numbers only.</summary>
internal sealed class CountScale : IScale
{
    private readonly LinearScale _line;

    /// <summary>Maps 1 … count, with half a step at both ends, to [from, to].</summary>
    public CountScale(int count, double from, double to, int mostTicks)
    {
        _line = new LinearScale(0.5, count + 0.5, from, to, Math.Clamp(count, 1, mostTicks));
        Ticks = [.. LinearTicks.Of(1, Math.Max(count, 2), Math.Clamp(count - 1, 1, mostTicks))
            .Where(tick => tick.Value == Math.Round(tick.Value) && tick.Value <= count)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public double Map(double value) => _line.Map(value);
}
