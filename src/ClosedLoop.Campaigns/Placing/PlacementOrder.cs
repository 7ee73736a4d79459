namespace ClosedLoop.Campaigns;

/// <summary>Which of several steps that could begin at the same time goes first.</summary>
internal sealed class PlacementOrder
{
    private readonly IReadOnlyCollection<int> _urgent;
    private readonly double[] _toBottleneck;

    public PlacementOrder(LabSamples lab, IReadOnlyCollection<int> urgent)
    {
        _urgent = urgent;
        var busiest = Busiest(lab);
        _toBottleneck = [.. lab.Samples.Select(sample => Before(sample, busiest))];
        Rules =
        [
            choice => choice.Sample.Since,
            choice => -WorkFrom(choice),
            choice => _toBottleneck[choice.Sample.Index],
            choice => choice.Sample.Seconds(choice.Step) - WorkFrom(choice),
            choice => WorkFrom(choice),
            choice => choice.Sample.Seconds(choice.Step),
        ];
    }

    /// <summary>
    /// Rules of list scheduling (Panwalkar and Iskander 1977): as they came; most work remaining; soonest at the busiest instruments; longest tail; least work remaining; shortest step.
    /// </summary>
    public IReadOnlyList<Func<Schedule.Choice, double>> Rules { get; }

    /// <summary>The key of a choice: what must not wait, then a sample that is tried first, then the least setting up when that is wanted, then a rule.</summary>
    public Func<Schedule.Choice, (int Tier, double First, double Second)> Key(Func<Schedule.Choice, double> rule, bool saveSetups, int first = -1) => choice =>
        (choice.Start <= Schedule.Instant ? Tier(choice.Sample) : 3, choice.Sample.Index == first ? -1 : saveSetups ? choice.Setup : 0, rule(choice));

    /// <summary>
    /// A time limit that runs; a place that is kept; a step that was overtaken too often; then campaigns that are not ahead of their shares; then the others.
    /// </summary>
    public int Tier(Sample sample) =>
        sample.IsUrged ? 0
        : sample.LiesOn is not null ? 1
        : _urgent.Contains(sample.Index) ? 2
        : sample.IsAhead ? 4
        : 3;

    private static double WorkFrom(Schedule.Choice choice) => choice.Sample.WorkFrom[choice.Step];

    /// <summary>The work that a sample needs before it comes to the busiest instrument; at the end those that never come there.</summary>
    private static double Before(Sample sample, int busiest)
    {
        var work = 0.0;
        for (var step = 0; step < sample.Options.Count; step++)
        {
            if (sample.Options[step].Any(option => option.Instrument == busiest))
            {
                return work;
            }

            work += sample.Seconds(step);
        }

        return double.MaxValue;
    }

    /// <summary>The instrument with the most work to come for each of its places, when steps are spread evenly over those that can do them.</summary>
    private static int Busiest(LabSamples lab)
    {
        var load = new double[lab.Instruments.Count];
        foreach (var options in lab.Samples.SelectMany(sample => sample.Options))
        {
            foreach (var (instrument, seconds, _) in options)
            {
                load[instrument] += seconds / options.Count / lab.Instruments[instrument].Capacity;
            }
        }

        return load.Length == 0 ? -1 : Array.IndexOf(load, load.Max());
    }
}
