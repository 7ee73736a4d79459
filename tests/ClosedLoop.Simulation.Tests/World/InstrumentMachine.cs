using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The machine of one instrument, with its bench.</summary>
internal sealed class InstrumentMachine : Machine
{
    private const string Folder = "instrument";
    private static readonly Dictionary<string, double> Seconds = new() { ["mix"] = 30, ["anneal"] = 90, ["measure"] = 20 };

    public InstrumentMachine(LabWorld world, string id, string step, ulong seed)
        : base(world.Scheduler, id, seed, process => HostAsync(world, id, process))
    {
        Bench = new Bench(step, TimeSpan.FromSeconds(Seconds[step])) { FailsUntouched = world.Settings.FailsUntouched, FailsAltered = world.Settings.FailsAltered };
        Starting = () => LeftOpen.UnionWith(OpenIntents());
    }

    public Bench Bench { get; }

    /// <summary>What each start found begun or about to be, and not ended.</summary>
    public HashSet<DispatchId> LeftOpen { get; } = [];

    private static Task HostAsync(LabWorld world, string id, SimulatedProcess process)
    {
        var machine = world.Instruments.Single(machine => machine.Name == id);
        IInstrument instrument = world.Settings.Recoverable
            ? new RecoverableBenchInstrument(id, machine.Bench, process)
            : new BenchInstrument(id, machine.Bench, process);
        var bus = world.Settings.Tampering.InstrumentBus(new MqttInstrumentBus(world.Bus.For(process), LabWorld.LabName, id, process.Time));
        var host = new InstrumentHost(instrument, bus, machine.Disk.For(process), Folder, process.Time, () => world.Settings.Tampering.LedgerId ?? world.NewId());
        return host.RunAsync(CancellationToken.None);
    }

    private HashSet<DispatchId> OpenIntents()
    {
        var path = Path.Combine(Folder, "ledger.jsonl");
        var open = new HashSet<DispatchId>();
        if (Disk.Outside.Exists(path))
        {
            foreach (var line in DurableLog.ReadCommitted(Disk.Outside, path))
            {
                using var json = System.Text.Json.JsonDocument.Parse(line.Data);
                if (line.Type == "intent" && DispatchId.TryParse(json.RootElement.GetProperty("command").GetProperty("dispatchId").GetString()!, out var begun))
                {
                    open.Add(begun);
                }
                else if (line.Type == "ended" && DispatchId.TryParse(json.RootElement.GetProperty("status").GetProperty("dispatchId").GetString()!, out var ended))
                {
                    open.Remove(ended);
                }
            }
        }

        return open;
    }
}
