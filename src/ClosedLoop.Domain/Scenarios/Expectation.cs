namespace ClosedLoop.Domain;

/// <summary>What a campaign is expected to do under a scenario. What is null is not looked at.</summary>
public sealed record Expectation
{
    /// <summary>How it ends; <see cref="ExpectedEnd.Completed"/> by default.</summary>
    public ExpectedEnd Ends { get; init; } = ExpectedEnd.Completed;

    /// <summary>Trials that are quarantined at most.</summary>
    public int? MostQuarantined { get; init; }

    /// <summary>Trials that are quarantined at least.</summary>
    public int? LeastQuarantined { get; init; }

    /// <summary>Trials that are measured at least, as a share of those that were proposed, 0 to 1.</summary>
    public double? LeastMeasured { get; init; }

    /// <summary>Whether an operator must have been alarmed: by an alarm, a quarantine, a message that was not believed, or a fault of the campaign.</summary>
    public bool Alarm { get; init; }

    /// <summary>Whether nobody must have been needed: nothing of these but alarms about the surrogate, which come without faults too.</summary>
    public bool Quiet { get; init; }
}
