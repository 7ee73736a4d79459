namespace ClosedLoop.Orchestrator;

/// <summary>Where the optimizer thinks: on one thread of its own in a live host, at once in simulation.</summary>
public interface IPlannerDesk
{
    /// <summary>Runs <paramref name="think"/> after everything asked before, then hands over its answer, or its exception.</summary>
    void Ask<T>(Func<T> think, Action<T> answered, Action<Exception> failed);
}
