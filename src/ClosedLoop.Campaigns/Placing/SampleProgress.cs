namespace ClosedLoop.Campaigns;

/// <summary>How far a schedule has booked a sample.</summary>
/// <param name="sample">The sample.</param>
internal sealed class SampleProgress(Sample sample)
{
    public Sample Sample => sample;

    /// <summary>The first step that is not booked.</summary>
    public int Next { get; set; }

    /// <summary>When that may begin, in seconds from now.</summary>
    public double Ready { get; set; } = sample.Ready;

    public List<Schedule.Placed> Placed { get; } = [];

    /// <summary>Whether nothing of it can be booked any more.</summary>
    public bool IsThrough => Next >= Math.Min(sample.Options.Count, sample.Offered);

    /// <summary>Whether where it goes depends on more than the options of its next step: steps that are linked to that one, or the place that it lies in.</summary>
    public bool IsSingular => sample.LinkedTo[Next] != Next || (Next == 0 && sample.LiesOn is not null);
}
