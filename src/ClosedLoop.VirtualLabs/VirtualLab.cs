using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;

namespace ClosedLoop.VirtualLabs;

/// <summary>
/// One orchestrator and any number of instruments, each a process on its own machine, and a broker: the production host, runner, ledgers and journals on a
/// simulated clock, disk and bus. A deterministic function of its settings; it opens no socket and touches no file. Lives on the thread that runs it.
/// </summary>
public sealed class VirtualLab
{
    /// <summary>Where the orchestrator keeps its data, on its own simulated disk.</summary>
    public const string DataFolder = "data";

    private static readonly TimeSpan OperatorLooks = TimeSpan.FromMinutes(1);

    private readonly SeededRandom _entropy;
    private readonly SampleBook _samples = new();
    private readonly VirtualPerson? _person;

    /// <summary>Builds a lab; nothing runs yet.</summary>
    public VirtualLab(VirtualLabSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _entropy = SeededRandom.For(settings.Seed, 100);
        Scheduler = new SimulatedScheduler(settings.Start) { LivelockLimit = settings.LivelockLimit };
        Bus = new SimulatedBus(Scheduler, settings.Seed, settings.BusFaults);
        Orchestrator = new Machine(Scheduler, settings.Host, settings.Seed + 1, OrchestrateAsync);
        Instruments = [.. settings.Instruments.Select((instrument, index) => new InstrumentMachine(this, instrument, settings.Seed + 2 + (ulong)index))];
        _person = settings.PersonAnswersAfter is { } after ? new VirtualPerson(this, after) : null;
        foreach (var machine in Machines)
        {
            machine.IsDeath = settings.Tampering.IsDeath;
        }
    }

    /// <summary>What it holds.</summary>
    public VirtualLabSettings Settings { get; }

    /// <summary>The clock, and everything that is to happen.</summary>
    public SimulatedScheduler Scheduler { get; }

    /// <summary>The broker and its network.</summary>
    public SimulatedBus Bus { get; }

    /// <summary>The orchestrator's machine.</summary>
    public Machine Orchestrator { get; }

    /// <summary>The instruments' machines, in the order of the settings.</summary>
    public IReadOnlyList<InstrumentMachine> Instruments { get; }

    /// <summary>All machines, the orchestrator's first.</summary>
    public IEnumerable<Machine> Machines => [Orchestrator, .. Instruments];

    /// <summary>The host of the orchestrator's present life; null before the first.</summary>
    public LabHost? Host { get; private set; }

    /// <summary>Campaign → how it stood when its runner returned for good: over, or faulted.</summary>
    public Dictionary<string, CampaignState> Ended { get; } = [];

    /// <summary>Whether every campaign has ended.</summary>
    public bool IsOver => Ended.Count == Settings.Campaigns.Count;

    /// <summary>The journals as an onlooker reads them.</summary>
    public Journals Journals => new(Orchestrator.Disk.Outside, DataFolder);

    /// <summary>The durable events of a campaign so far; none before its start.</summary>
    public IReadOnlyList<CampaignEvent> Events(string campaign) =>
        Orchestrator.Disk.Outside.Exists(JournalPath(campaign)) ? Journals.ReadCampaign(campaign) : [];

    /// <summary>The durable events of the lab so far.</summary>
    public IReadOnlyList<LabEvent> LabEvents => Journals.ReadLab(Settings.Lab);

    /// <summary>A campaign's journal, byte for byte.</summary>
    public byte[] JournalBytes(string campaign) => Orchestrator.Disk.Outside.Read(JournalPath(campaign));

    /// <summary>The candidate that a sample was made from; null when there is no such sample.</summary>
    /// <param name="sample">The name that commands carry: run and trial.</param>
    public Candidate? CandidateOf(string sample) => _samples.Find(sample) ?? _samples.Read(sample, Settings.Campaigns.SelectMany(spec => Events(spec.Name)));

    /// <summary>The bus's name of a machine.</summary>
    public string ClientOf(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine is InstrumentMachine
            ? $"closedloop-{Settings.Lab}-instrument-{machine.Name}"
            : $"closedloop-{Settings.Lab}-orchestrator-{Settings.Host}";
    }

    /// <summary>A random id, of the world's own chance.</summary>
    public string NewId() => _entropy.NextUInt64().ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>An operator gives an order to every campaign that runs, and does not look what becomes of it.</summary>
    public void Steer(SteeringOrder order, string reason = "an operator wants it") => Act(host => Order(host, [.. host.Runs.Keys], order, reason, (_, _) => { }));

    /// <summary>An operator gives an order to every campaign, and every minute again to those that have not ended and have not confirmed it.</summary>
    public void Insist(SteeringOrder order, string reason = "an operator insists")
    {
        var open = Settings.Campaigns.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        Look();

        void Look()
        {
            open.ExceptWith(Ended.Keys);
            if (open.Count > 0)
            {
                Act(host => Order(host, [.. open.Order(StringComparer.Ordinal)], order, reason, (campaign, reply) => _ = reply.Accepted && open.Remove(campaign)));
                Scheduler.After(OperatorLooks, null, Look);
            }
        }
    }

    private static void Order(LabHost host, IReadOnlyList<string> campaigns, SteeringOrder order, string reason, Action<string, ReplyMessage> answer)
    {
        foreach (var campaign in campaigns)
        {
            host.Order(campaign, order, reason, reply => answer(campaign, reply));
        }
    }

    private void Act(Action<LabHost> act)
    {
        if (Orchestrator.Process is { Alive: true } process && Host is { } host)
        {
            process.Context.Post(_ => act(host), null);
        }
    }

    /// <summary>Answers a question of a campaign, as the host does.</summary>
    public void Answer(string campaign, string request, bool approved) => Act(
        host => host.Runs.GetValueOrDefault(campaign)?.Post(new AnswerRequest(Scheduler.Now, request, approved, "the person of the lab says so")));

    /// <summary>Somebody says how much there is of a stock, as the host takes note of it.</summary>
    public void Count(string item, double amount) => Act(host => host.Control(new HostControlMessage(HostVerb.Refill, null, null) { Item = item, Amount = amount, RequestId = NewId() }));

    /// <summary>Nobody answers or fills up anything for so long, from now on.</summary>
    public void SendPersonAway(TimeSpan duration) => _person?.Leave(duration);

    /// <summary>Starts every machine that was never started.</summary>
    public void Start()
    {
        foreach (var machine in Machines.Where(machine => machine.Lives == 0))
        {
            machine.Start();
        }
    }

    /// <summary>Starts what is not started and runs until every campaign has ended, or for so long.</summary>
    public bool RunUntilOver(TimeSpan within)
    {
        Start();
        return Scheduler.Run(() => IsOver, Scheduler.Now + within);
    }

    private string JournalPath(string campaign) => Path.Combine(Journals.FolderOf(campaign), "journal.jsonl");

    private async Task OrchestrateAsync(SimulatedProcess process)
    {
        var tampering = Settings.Tampering;
        var time = tampering.Clock(process.Time, Settings.Host);
        var journals = new Journals(tampering.Disk(Orchestrator.Disk.For(process), process), DataFolder);
        using var lab = new LabOwner(() => journals.OpenLab(Settings.Lab), new LabView(time), time, Settings.Stock);
        var mqtt = new MqttOrchestratorBus(tampering.Connector(Bus.For(process), Settings.Host, process), Settings.Lab, Settings.Host, time.GetUtcNow().ToUnixTimeMilliseconds(), time);
        await using var bus = tampering.Bus(mqtt, process);
        var around = new RunnerSurroundings(
            bus,
            lab,
            tampering.Planner(Settings.Planner()),
            new ImmediateDesk(),
            time);
        var identity = new HostIdentity(Settings.Host, Settings.Runtime, Settings.VectorWidth, () => NewId()[..8]) { DryRun = Settings.DryRun };
        var host = new LabHost(around, journals, identity, _ => new ReplyMessage(false, []));
        Host = host;
        var listening = host.ListenAsync(CancellationToken.None);
        var runs = Task.WhenAll(Settings.Campaigns.Select(spec => RunAsync(host, bus, spec)));
        await await Task.WhenAny(runs, listening);
        if (!IsOver)
        {
            // Drained: its supervisor starts it again.
            process.Context.Post(_ => process.Kill(), null);
        }
        else
        {
            await listening;
        }
    }

    private async Task RunAsync(LabHost host, IOrchestratorBus bus, CampaignSpec spec)
    {
        var projection = new CampaignProjection(bus);
        var showing = Settings.Projected ? projection.RunAsync(CancellationToken.None) : Task.CompletedTask;
        IReadOnlyList<ICampaignObserver> observers = [_samples, .. _person is null ? (ICampaignObserver[])[] : [_person], .. Settings.Observers(spec)];
        var state = await host.RunAsync(spec.Name, spec, Settings.Projected ? [.. observers, projection] : observers, CancellationToken.None);
        projection.Complete();
        await showing;
        if (state.IsOver || state.Fault is not null)
        {
            Ended[spec.Name] = state;
        }
    }
}
