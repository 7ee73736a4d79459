namespace ClosedLoop.Simulators;

/// <summary>A callback that is ready to run in the name of a process, or of the world when null.</summary>
internal readonly record struct WorkItem(SimulatedProcess? Process, SendOrPostCallback Callback, object? State);
