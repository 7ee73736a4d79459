namespace ClosedLoop.Simulators;

/// <summary>Posts to the scheduler in the name of a process.</summary>
internal sealed class ProcessContext(SimulatedScheduler scheduler, SimulatedProcess process) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Enqueue(process, d, state);

    public override void Send(SendOrPostCallback d, object? state) => scheduler.Send(d, state);

    public override SynchronizationContext CreateCopy() => this;
}
