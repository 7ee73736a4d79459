using System.Threading.Channels;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments;

/// <summary>One life of an instrument: the reader, and what it owns. Each partial file holds one side of the contract.</summary>
internal sealed partial class HostSession(
    IInstrument instrument,
    IInstrumentBus bus,
    Ledger ledger,
    ContentStore files,
    TimeProvider time,
    Action<InstrumentEvent>? observe) : IDisposable
{
    private const int InboxSize = 1024;

    /// <summary>How many commands or closes may wait for the bus together.</summary>
    private const int MostUntold = 100;
    private const long EpochsPerStart = 1_000_000;
    private const long EpochsPerListening = 10_000;

    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WindUpWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SafeWithin = TimeSpan.FromSeconds(60);

    private readonly Channel<HostInput> _inputs = Channel.CreateBounded<HostInput>(new BoundedChannelOptions(InboxSize) { SingleReader = true });
    private readonly CancellationTokenSource _over = new();
    private CancellationToken _end;
    private readonly Dictionary<DispatchId, RunningStep> _running = [];
    private readonly List<CommandMessage> _waiting = [];
    private CapabilitiesMessage _capabilities = null!;
    private CancellationToken _telling;
    private volatile Exception? _diskFailure;
    private volatile bool _stopping;

    public TimeProvider Time => time;

    /// <summary>Whether the host is ending: a cancelled step was not cancelled by the orchestrator.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Whether nothing may have an effect any more.</summary>
    public bool IsOver => _diskFailure is not null || _over.IsCancellationRequested;

    public async Task RunAsync(CancellationToken stop)
    {
        _telling = stop;
        _end = _over.Token;
        try
        {
            _capabilities = instrument.Describe();
            Say("started", null, $"ledger {ledger.Id}, start {ledger.Starts}");
            if (ledger.Torn is { } torn)
            {
                Say("torn", null, $"{torn.Bytes} bytes of an interrupted ledger line were moved to {torn.KeptAt}");
            }

            SettleLastLife();
            _ = ListenAsync();
            _ = BeatAsync();
            await ReadAsync(stop);
            await WindUpAsync();
            Say("stopped", null, "");
        }
        finally
        {
            End();
        }
    }

    /// <summary>Hands over to the reader. What arrives after the end is not answered, as if the process were gone.</summary>
    public async ValueTask TakeAsync(HostInput input)
    {
        try
        {
            await _inputs.Writer.WriteAsync(input);
        }
        catch (ChannelClosedException)
        {
        }
    }

    /// <summary>A disk failed under a step's hands: the reader ends the host.</summary>
    public void Fail(Exception error)
    {
        _diskFailure ??= error;
        _inputs.Writer.TryWrite(new HostInput.DiskFailed());
    }

    public void Dispose() => _over.Dispose();

    private async Task ReadAsync(CancellationToken stop)
    {
        var telling = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            HostInput input;
            try
            {
                input = await _inputs.Reader.ReadAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            var handling = HandleAsync(input);
            if (handling.IsCompleted)
            {
                await handling;
            }
            else
            {
                telling.Add(handling.AsTask());
            }

            if (telling.Count >= MostUntold || !IsFollowedByAlike(input))
            {
                await ToldAsync(telling);
            }
        }
    }

    /// <summary>Waits until what was recorded is told. The state, which names all that is being done, is told once for all of it.</summary>
    private async ValueTask ToldAsync(List<Task> telling)
    {
        await Task.WhenAll(telling);
        telling.Clear();
        await ShowStateIfChangedAsync();
    }

    /// <summary>
    /// Hundreds of commands, or of closes, that come together are each recorded in turn, and told together: nothing but telling is left of them once they wait for the bus. Whatever else comes waits for
    /// that, so that what is told of a dispatch stays in order.
    /// </summary>
    private bool IsFollowedByAlike(HostInput input) => KindOf(input) is { } kind && _inputs.Reader.TryPeek(out var next) && KindOf(next) == kind;

    private static Type? KindOf(HostInput input) => input switch
    {
        HostInput.Heard { Message: InstrumentMessage.CommandArrived } => typeof(InstrumentMessage.CommandArrived),
        HostInput.Heard { Message: InstrumentMessage.ControlArrived { Control.Verb: ControlVerb.Close } } => typeof(InstrumentMessage.ControlArrived),
        _ => null,
    };

    private async ValueTask HandleAsync(HostInput input)
    {
        ThrowIfDiskFailed();
        switch (input)
        {
            case HostInput.Heard { Message: InstrumentMessage.CommandArrived arrived }: await OnCommandAsync(arrived.Command, arrived.ReplyTo); break;
            case HostInput.Heard { Message: InstrumentMessage.ControlArrived arrived }: await OnControlAsync(arrived.Control, arrived.ReplyTo); break;
            case HostInput.Heard { Message: InstrumentMessage.Malformed malformed }: await OnMalformedAsync(malformed); break;
            case HostInput.Connected: await ShowEverythingAsync(); break;
            case HostInput.StepEnded ended: await OnStepEndedAsync(ended); break;
            case HostInput.LimitPassed passed: await OnLimitPassedAsync(passed.Step); break;
            case HostInput.ProgressMade made: await OnProgressAsync(made.Step, made.Progress); break;
            case HostInput.MadeSafe made: OnMadeSafe(made.Error); break;
            case HostInput.Beat: await OnBeatAsync(); break;
            case HostInput.DiskFailed: break;
            default: throw new NotSupportedException(input.GetType().Name);
        }

        ThrowIfDiskFailed();
    }

    private void ThrowIfDiskFailed()
    {
        if (_diskFailure is { } failure)
        {
            throw new IOException($"The disk of {instrument.Id} failed: {failure.Message}", failure);
        }
    }

    /// <summary>Asks running steps to stop and records how those ended that say so in time.</summary>
    private async Task WindUpAsync()
    {
        _stopping = true;
        using var grace = new CancellationTokenSource(WindUpWithin, time);
        _telling = grace.Token;
        foreach (var step in _running.Values.ToArray())
        {
            step.Cancel();
        }

        try
        {
            while (_running.Count > 0)
            {
                var input = await _inputs.Reader.ReadAsync(grace.Token);
                ThrowIfDiskFailed();
                if (input is HostInput.StepEnded ended)
                {
                    await OnStepEndedAsync(ended);
                }
            }
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            Say("error", null, "still running: " + string.Join(", ", _running.Keys));
        }
    }

    /// <summary>However the life ended: nothing that still runs may have an effect through this host.</summary>
    private void End()
    {
        _stopping = true;
        _over.Cancel();
        _inputs.Writer.TryComplete();
        foreach (var step in _running.Values)
        {
            step.Cancel();
        }
    }

    private async Task ListenAsync()
    {
        for (var firstEpoch = ledger.Starts * EpochsPerStart; !_over.IsCancellationRequested; firstEpoch += EpochsPerListening)
        {
            try
            {
                await bus.ListenAsync(
                    ledger.Id,
                    firstEpoch,
                    message => TakeAsync(new HostInput.Heard(message)),
                    () => TakeAsync(new HostInput.Connected()),
                    _end);
                return;
            }
            catch (Exception error)
            {
                // The border to the bus: whatever it throws, an instrument goes on and tries again.
                Say("bus", null, $"cannot listen: {error.Message}");
            }

            if (!await DelayAsync(ListenAgainAfter, _end))
            {
                return;
            }
        }
    }

    private async Task BeatAsync()
    {
        while (await DelayAsync(BeatEvery, _end))
        {
            await TakeAsync(new HostInput.Beat());
        }
    }

    private async Task<bool> DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Say(string kind, DispatchId? id, string text) => observe?.Invoke(new InstrumentEvent(instrument.Id, kind, id, text));
}
