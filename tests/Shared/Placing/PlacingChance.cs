namespace ClosedLoop.Placing;

/// <summary>What chance does to a run of a generated lab. Everything follows from the seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="spread">Relative standard deviation of durations, which are lognormal with the expected mean; 0 for none.</param>
/// <param name="delay">The longest time that what an instrument tells takes, in seconds; with it messages overtake each other.</param>
/// <param name="away">The share of instruments that are away for a while.</param>
internal sealed class PlacingChance(int seed, double spread = 0, double delay = 0, double away = 0)
{
    private readonly Random _durations = new(seed);
    private readonly Random _delays = new(seed ^ 0x5bd1e995);

    /// <summary>Actual duration as a multiple of the expected one.</summary>
    public double Stretch()
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - _durations.NextDouble())) * Math.Cos(2 * Math.PI * _durations.NextDouble());
        var variance = Math.Log(1 + (spread * spread));
        return spread == 0 ? 1 : Math.Exp((Math.Sqrt(variance) * normal) - (variance / 2));
    }

    /// <summary>How long a message takes.</summary>
    public double Delay() => delay * _delays.NextDouble();

    /// <summary>Which instruments go away when, and for how long.</summary>
    public IEnumerable<(string Instrument, double At, double Back)> Absences(PlacingLab lab)
    {
        foreach (var instrument in lab.Instruments)
        {
            if (_delays.NextDouble() < away)
            {
                var at = 2000 * _delays.NextDouble();
                yield return (instrument.Id, at, at + (2000 * _delays.NextDouble()));
            }
        }
    }
}
