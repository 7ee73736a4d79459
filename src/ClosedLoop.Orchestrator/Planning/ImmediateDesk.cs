namespace ClosedLoop.Orchestrator;

/// <summary>Thinks at once on the caller's thread: deterministic, for simulation.</summary>
public sealed class ImmediateDesk : IPlannerDesk
{
    /// <inheritdoc/>
    public void Ask<T>(Func<T> think, Action<T> answered, Action<Exception> failed)
    {
        ArgumentNullException.ThrowIfNull(think);
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(failed);
        T answer;
        try
        {
            answer = think();
        }
        catch (Exception error)
        {
            failed(error);
            return;
        }

        answered(answer);
    }
}
