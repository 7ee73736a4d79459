using System.Text.Json;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The machine of one instrument. Its ledger and its device's witness log lie in two folders.</summary>
internal sealed class InstrumentMachine : Machine
{
    private const string LedgerFolder = "instrument";
    private const string DeviceFolder = "device";

    private static readonly Dictionary<string, (double Seconds, StepResponse Response)> Crafts = new()
    {
        ["mix"] = (30, new StepResponse(["x", "y"], "volume")),
        ["anneal"] = (90, new StepResponse(["volume", "x"], "grain")),
        ["measure"] = (20, new StepResponse(["grain"], "yield")),
    };

    public InstrumentMachine(LabWorld world, string id, string step, ulong seed)
        : base(world.Scheduler, id, seed, process => HostAsync(world, id, step, process)) =>
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

    private static Task HostAsync(LabWorld world, string id, string step, SimulatedProcess process)
    {
        var disk = world.Instruments.Single(machine => machine.Name == id).Disk.For(process);
        var settings = new SimulatedInstrumentSettings { Id = id, Capabilities = [Capability(world.Settings, step)], KeepsSamples = world.Settings.KeepsSamples };
        var witness = new WitnessLog(disk, DeviceFolder);
        IInstrument instrument = world.Settings.Recoverable ? new RecoverableSimulatedInstrument(settings, witness) : new SimulatedInstrument(settings, witness);
        var bus = world.Settings.Tampering.InstrumentBus(new MqttInstrumentBus(world.Bus.For(process), LabWorld.LabName, id, process.Time), process);
        var host = new InstrumentHost(instrument, bus, disk, LedgerFolder, process.Time, () => world.Settings.Tampering.LedgerId ?? world.NewId());
        return host.RunAsync(CancellationToken.None);
    }

    private static SimulatedCapability Capability(WorldSettings settings, string step) => new()
    {
        Name = step,
        Response = Crafts[step].Response,
        MeanDuration = TimeSpan.FromSeconds(Crafts[step].Seconds),
        DurationSpread = 0.2,
        FailureProbability = settings.Failures,
        FailureSample = settings.FailureSample,
    };

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
