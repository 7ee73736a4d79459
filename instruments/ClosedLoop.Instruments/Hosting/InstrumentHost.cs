using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments;

/// <summary>Gives an adapter the whole contract of an instrument: ledger, commands, control, recovery, presence and state.</summary>
/// <remarks>
/// <para>One reader owns ledger and state; the bus only hands over, and running steps hand their outcome over the same way. Nothing leaves the synchronization context that
/// <see cref="RunAsync"/> is called on, so with one that has a single thread everything happens on that thread. The synchronous part of an adapter's methods runs there too: keep it short.</para>
/// <para>The order is: raw files durable → ledger line durable → told. The intent is in the ledger before the device is touched.</para>
/// <para>What the bus does never ends the host; what was not told is told again at the next connect, and at the next beat. A failing disk ends it at once: a host that cannot
/// remember must not act.</para>
/// </remarks>
/// <param name="instrument">The adapter.</param>
/// <param name="bus">The lab; still owned by the caller.</param>
/// <param name="disk">Where the ledger and the raw files lie.</param>
/// <param name="folder">The instrument's own folder: <c>ledger.jsonl</c>, and raw files below <c>raw/</c>.</param>
/// <param name="time">The instrument's clock.</param>
/// <param name="newLedgerId">Makes the random id of a new ledger.</param>
/// <param name="observe">Is told what happens, or null. Called on the reader's thread; must not throw.</param>
public sealed class InstrumentHost(
    IInstrument instrument,
    IInstrumentBus bus,
    IDisk disk,
    string folder,
    TimeProvider time,
    Func<string> newLedgerId,
    Action<InstrumentEvent>? observe = null)
{
    private bool _ran;

    /// <summary>Runs until cancelled: first settles what the last life left open, then serves. Once for each host; a restart is a new host.</summary>
    /// <remarks>
    /// On cancellation running steps are asked to stop and have ten seconds to say how they ended. One that does not, or throws
    /// <see cref="OperationCanceledException"/>, stays open in the ledger and is recovered, or called indeterminate, at the next start.
    /// </remarks>
    /// <exception cref="FileInUseException">Another process runs this instrument.</exception>
    /// <exception cref="LogDamagedException">The ledger was changed or damaged.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_ran)
        {
            throw new InvalidOperationException("A host runs once");
        }

        _ran = true;
        using var ledger = Ledger.Open(disk, folder, time, newLedgerId);
        var files = new ContentStore(disk, Path.Combine(folder, "raw"));
        using var session = new HostSession(instrument, bus, ledger, files, time, observe);
        await session.RunAsync(cancellationToken);
    }
}
