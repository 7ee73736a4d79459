namespace ClosedLoop.Messaging;

/// <summary>What an operator may ask of a campaign.</summary>
public enum CampaignVerb
{
    /// <summary>Begin no further step.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Begin no further trial; complete when those in flight have ended.</summary>
    Stop,

    /// <summary>Cancel what is running and end.</summary>
    Abort,

    /// <summary>Let a step begin that asks for it.</summary>
    Approve,

    /// <summary>Do not let a step begin that asks for it; its trial fails.</summary>
    Reject,
}
