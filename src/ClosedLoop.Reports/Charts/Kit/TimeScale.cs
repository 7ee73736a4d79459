namespace ClosedLoop.Reports;

/// <summary>Equal durations are equally long; a value is a moment in ticks of UTC.</summary>
internal sealed class TimeScale : IScale
{
    private readonly long _lower;
    private readonly double _perTick;
    private readonly double _from;

    /// <summary>Maps [lower, upper] to [from, to]; at least one millisecond long.</summary>
    public TimeScale(DateTimeOffset lower, DateTimeOffset upper, double from, double to, int mostTicks)
    {
        upper = upper - lower < TimeSpan.FromMilliseconds(1) ? lower.AddMilliseconds(1) : upper;
        _lower = lower.UtcTicks;
        _perTick = (to - from) / (upper.UtcTicks - lower.UtcTicks);
        _from = from;
        Ticks = TimeTicks.Of(lower, upper, mostTicks);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public double Map(double value) => _from + ((value - _lower) * _perTick);

    /// <summary>The position of a moment.</summary>
    public double Map(DateTimeOffset at) => _from + ((at.UtcTicks - _lower) * _perTick);
}
