namespace ClosedLoop.Campaigns;

/// <summary>What the run as a whole is doing. <see cref="CampaignPhase"/> is derived from it and from what is owed.</summary>
public enum RunStage
{
    /// <summary>Not started.</summary>
    None,

    /// <summary>Going on.</summary>
    Running,

    /// <summary>Letting trials in flight end.</summary>
    Stopping,

    /// <summary>Cancelling what runs.</summary>
    Aborting,

    /// <summary>Ended regularly.</summary>
    Completed,

    /// <summary>Ended by order.</summary>
    Aborted,
}
