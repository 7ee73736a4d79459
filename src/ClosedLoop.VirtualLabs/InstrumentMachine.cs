using System.Text.Json;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.VirtualLabs;

/// <summary>The machine of one instrument, under the production host. Its ledger and its device's witness log lie in two folders.</summary>
public sealed class InstrumentMachine : Machine
{
    private const string LedgerFolder = "instrument";
    private const string DeviceFolder = "device";

    internal InstrumentMachine(VirtualLab lab, VirtualInstrument instrument, ulong seed)
        : base(lab.Scheduler, instrument.Id, seed, process => HostAsync(lab, instrument, process)) =>
        Starting = () => LeftOpen.UnionWith(OpenIntents());

    /// <summary>What its device really did.</summary>
    public IReadOnlyList<WitnessEntry> Witness => WitnessLog.Read(Disk.Outside, DeviceFolder);

    /// <summary>What each start found begun or about to be, and not ended.</summary>
    public HashSet<DispatchId> LeftOpen { get; } = [];

    /// <summary>Kills the program and deletes its ledger; the device remembers what it did.</summary>
    public void LoseLedger()
    {
        Kill();
        Disk.Delete(LedgerFolder);
    }

    private static async Task HostAsync(VirtualLab lab, VirtualInstrument instrument, SimulatedProcess process)
    {
        var disk = lab.Instruments.Single(machine => machine.Name == instrument.Id).Disk.For(process);
        var tampering = lab.Settings.Tampering;
        var time = tampering.Clock(process.Time, instrument.Id);
        var connector = tampering.Connector(lab.Bus.For(process), instrument.Id, process);
        await using var bus = tampering.InstrumentBus(new MqttInstrumentBus(connector, lab.Settings.Lab, instrument.Id, time), process);
        var host = new InstrumentHost(
            instrument.Make(new WitnessLog(disk, DeviceFolder)),
            bus,
            tampering.InstrumentDisk(disk, instrument.Id, process),
            LedgerFolder,
            time,
            () => tampering.LedgerId ?? lab.NewId());
        await host.RunAsync(CancellationToken.None);
    }

    private HashSet<DispatchId> OpenIntents()
    {
        var path = Path.Combine(LedgerFolder, "ledger.jsonl");
        var open = new HashSet<DispatchId>();
        foreach (var line in Disk.Outside.Exists(path) ? DurableLog.ReadCommitted(Disk.Outside, path) : [])
        {
            using var json = JsonDocument.Parse(line.Data);
            if (line.Type == "intent")
            {
                open.Add(IdIn(json, "command"));
            }
            else if (line.Type == "ended")
            {
                open.Remove(IdIn(json, "status"));
            }
        }

        return open;
    }

    private static DispatchId IdIn(JsonDocument json, string part) => json.RootElement.GetProperty(part).GetProperty("dispatchId").Deserialize<DispatchId>()!;
}
