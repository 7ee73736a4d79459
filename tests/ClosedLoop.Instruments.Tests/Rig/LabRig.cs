using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments.Tests;

/// <summary>One instrument with its host, clock, bus and disk, all on the test's thread.</summary>
internal sealed class LabRig : IDisposable
{
    private PumpedContext _context = new();
    private CancellationTokenSource _stop = new();
    private int _ledgers;

    public LabRig(bool recoverable = false, int capacity = 1, bool simulated = false)
    {
        Disk = new TracingDisk(Trace);
        Bus = new MemoryBus(Trace);
        Device = recoverable
            ? new RecoverableScriptedInstrument(Trace) { Capacity = capacity, Simulated = simulated }
            : new ScriptedInstrument(Trace) { Capacity = capacity, Simulated = simulated };
    }

    public List<string> Trace { get; } = [];

    public ManualTime Time { get; } = new();

    public TracingDisk Disk { get; }

    public MemoryBus Bus { get; }

    public ScriptedInstrument Device { get; }

    public List<InstrumentEvent> Events { get; } = [];

    public Task Running { get; private set; } = Task.CompletedTask;

    public static ReplyAddress ReplyTo { get; } = new("inbox", "device/run.1.anneal.1"u8.ToArray());

    public StatusMessage LastReply => Bus.Replies[^1];

    public StateMessage State => Bus.States[^1];

    public static DispatchId IdOf(int trial) => new("run", trial, "anneal", 1);

    public static StepOutcome Yield(double value) => new StepOutcome.Succeeded(new Dictionary<string, ParameterValue> { ["yield"] = value }, []);

    public LabRig Start()
    {
        _stop = new CancellationTokenSource();
        _context = new PumpedContext();
        var host = new InstrumentHost(Device, Bus, Disk, "device", Time, () => $"ledger-{++_ledgers}", Events.Add);
        _context.Run(() => Running = host.RunAsync(_stop.Token));
        return this;
    }

    /// <summary>kill -9, then a new process.</summary>
    public void KillAndRestart()
    {
        _context.Kill();
        Disk.ReleaseLocks();
        Start();
    }

    public void Stop()
    {
        _context.Run(_stop.Cancel);
    }

    public CommandMessage Command(int trial = 1) => new()
    {
        DispatchId = IdOf(trial),
        Capability = "anneal",
        Parameters = new Dictionary<string, ParameterValue> { ["temperature"] = 300, ["gas"] = "argon" },
        Sample = $"run.{trial}",
        Simulated = Device.Simulated,
        LedgerId = Bus.LedgerId ?? "ledger-1",
        Epoch = 1,
        StartBy = Time.GetUtcNow().AddMinutes(5),
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    public void Send(CommandMessage command) => Deliver(new InstrumentMessage.CommandArrived(command, ReplyTo));

    public void Send(ControlVerb verb, int? trial = null, long epoch = 1) =>
        Deliver(new InstrumentMessage.ControlArrived(new ControlMessage(verb, trial is { } number ? IdOf(number) : null, epoch, null), ReplyTo));

    public void Deliver(InstrumentMessage message) => Do(() => _ = Bus.DeliverAsync(message).AsTask());

    public void Finish(int trial, StepOutcome? outcome) => Do(() => Device.Finish(IdOf(trial), outcome));

    public void Throw(int trial, Exception error) => Do(() => Device.Throw(IdOf(trial), error));

    public void Do(Action action) => _context.Run(action);

    public void Advance(TimeSpan by) => Time.Advance(by, () => _context.Run(() => { }));

    public void Reconnect(bool forget = true) => Do(() => _ = Bus.ReconnectAsync(forget).AsTask());

    public void Dispose() => _stop.Dispose();
}
