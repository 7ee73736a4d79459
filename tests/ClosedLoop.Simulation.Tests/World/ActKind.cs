namespace ClosedLoop.Simulation.Tests;

internal enum ActKind
{
    Begun,
    Done,
    Failed,
    Stopped,
}
