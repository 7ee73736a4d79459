namespace ClosedLoop.Messaging;

/// <summary>Who takes part in the lab's contract.</summary>
internal enum Party
{
    /// <summary>Whatever performs steps.</summary>
    Instrument,

    /// <summary>An orchestrator.</summary>
    Host,

    /// <summary>A program that proposes instead of the built-in planner.</summary>
    Planner,

    /// <summary>A person's tool.</summary>
    Operator,
}
