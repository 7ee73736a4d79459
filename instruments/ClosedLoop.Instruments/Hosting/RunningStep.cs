using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>A step that the instrument is performing or recovering. Owned by the host's reader.</summary>
internal sealed class RunningStep(CommandMessage command, bool recovering) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _over = new();

    public CommandMessage Command { get; } = command;

    public DispatchId Id => Command.DispatchId;

    public bool Recovering { get; } = recovering;

    /// <summary>Asks the adapter to stop.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Ends what waits beside the step.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The orchestrator, or a safe-stop, asked to stop it.</summary>
    public bool CancelRequested { get; set; }

    public bool TimedOut { get; set; }

    public double? Progress { get; set; }

    public double ShownProgress { get; set; }

    public DateTimeOffset? ShownAt { get; set; }

    /// <summary>Null, or what the adapter's own cancellation callbacks threw.</summary>
    public Exception? Cancel()
    {
        try
        {
            _cancel.Cancel();
            return null;
        }
        catch (AggregateException error)
        {
            return error;
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        _cancel.Dispose();
    }
}
