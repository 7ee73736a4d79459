using ClosedLoop.Messaging;
using ClosedLoop.Optimization;

namespace ClosedLoop.Orchestrator;

/// <summary>What a runner acts upon. Everything here has a simulated counterpart.</summary>
/// <param name="Bus">The lab's messages.</param>
/// <param name="Lab">The lab's owner.</param>
/// <param name="Planner">The optimizer.</param>
/// <param name="Desk">Where the optimizer thinks.</param>
/// <param name="Time">The clock.</param>
public sealed record RunnerSurroundings(IOrchestratorBus Bus, LabOwner Lab, IPlanner Planner, IPlannerDesk Desk, TimeProvider Time)
{
    /// <summary>Where the files of results are read, hashed and kept; the optimizer's desk unless there is another: then a proposal does not wait for hundreds of files.</summary>
    public IPlannerDesk Files { get; init; } = Desk;
}
