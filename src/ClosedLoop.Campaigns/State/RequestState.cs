namespace ClosedLoop.Campaigns;

/// <summary>A question to a person: whether a step of a trial may begin.</summary>
/// <param name="Id">Its name: <c>{run}.{trial}.{step}</c>.</param>
/// <param name="Asked">What was asked, and when.</param>
public sealed record RequestState(string Id, PersonAsked Asked)
{
    /// <summary>What was answered; null while nobody has, and the deadline has not passed.</summary>
    public PersonAnswered? Answer { get; init; }

    /// <summary>Whether it was taken off the bus.</summary>
    public bool Withdrawn { get; init; }
}
