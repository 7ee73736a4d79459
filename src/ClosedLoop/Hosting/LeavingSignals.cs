using System.Runtime.InteropServices;

namespace ClosedLoop;

/// <summary>Ctrl-C and TERM: the first drains, the second lets go at once, which is safe too.</summary>
internal sealed class LeavingSignals : IDisposable
{
    private readonly CancellationTokenSource _abandon = new();
    private readonly Action _drain;
    private readonly Action<string> _say;
    private readonly IDisposable[] _registrations;
    private int _count;

    public LeavingSignals(Action drain, Action<string> say)
    {
        (_drain, _say) = (drain, say);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave)];
    }

    public CancellationToken Abandon => _abandon.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _abandon.Dispose();
    }

    private void Leave(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _say("Stopping: no further step begins, running ones end. Once more lets go at once (nothing is lost).");
            _drain();
        }
        else
        {
            _abandon.Cancel();
        }
    }
}
