namespace ClosedLoop.Domain;

/// <summary>How a campaign is expected to end under a scenario.</summary>
public enum ExpectedEnd
{
    /// <summary>A stop rule or the budget ends it.</summary>
    Completed,

    /// <summary>It stands still and says what a person has to look at: a quarantined trial, or a fault of the campaign.</summary>
    WaitsForPerson,

    /// <summary>One or the other.</summary>
    CompletedOrWaits,
}
