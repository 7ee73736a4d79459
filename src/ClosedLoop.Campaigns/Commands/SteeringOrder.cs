namespace ClosedLoop.Campaigns;

/// <summary>What an operator or the host may want of a run.</summary>
public enum SteeringOrder
{
    /// <summary>Begin no further step.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Begin no further trial; complete when those in flight have ended.</summary>
    Stop,

    /// <summary>Cancel what runs and end.</summary>
    Abort,

    /// <summary>Let running steps end, then let go of the run; opening it again goes on.</summary>
    Drain,
}
