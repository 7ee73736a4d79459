namespace ClosedLoop.Campaigns;

/// <summary>How long a step took on an instrument so far.</summary>
/// <param name="Count">Finished attempts.</param>
/// <param name="Mean">Their mean duration, by the instrument's clock.</param>
public sealed record StepDuration(int Count, TimeSpan Mean)
{
    /// <summary>With one more attempt.</summary>
    public StepDuration With(TimeSpan took) => new(Count + 1, Mean + ((took - Mean) / (Count + 1)));
}
