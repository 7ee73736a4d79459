using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;
using ClosedLoop.Orchestrator;
using ClosedLoop.Storage;
using ClosedLoop.VirtualLabs;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>Composes a live host: broker, the lab's instruments, the lab's owner, the planner's thread, and the loop's thread.</summary>
internal sealed class OrchestratorHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly LoopThread _thread = new("loop");
    private readonly ThreadDesk _desk = new();
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly BrokerAccess _broker;
    private readonly LocalLab? _instruments;
    private readonly MqttOrchestratorBus _bus;
    private readonly Journals _journals;
    private readonly LabHost _lab;
    private readonly RunnerSurroundings _around;
    private readonly Task _listening;
    private readonly LabStock _stock;

    private OrchestratorHost(
        ClosedLoopSettings settings,
        string lab,
        BrokerAccess broker,
        LocalLab? instruments,
        ILoggerFactory logging,
        Func<HostControlMessage, ReplyMessage>? onControl)
    {
        _stock = LabStock.Read(settings, lab);
        (_broker, _instruments, _logging, _logger) = (broker, instruments, logging, logging.CreateLogger("orchestrator"));
        var scenario = instruments?.Scenario;
        var time = scenario?.HostClock ?? TimeProvider.System;
        _journals = new Journals(scenario?.HostDisk(new FileDisk()) ?? new FileDisk(), settings.DataFolder);
        _bus = new MqttOrchestratorBus(scenario?.HostConnector(broker.Connector) ?? broker.Connector, lab, settings.Host, time.GetUtcNow().ToUnixTimeMilliseconds(), time);
        _around = new RunnerSurroundings(_bus, new LabOwner(() => _journals.OpenLab(lab), new LabView(time), time, _stock.Items), new BayesianPlanner(), _desk, time);
        var identity = new HostIdentity(
            settings.Host,
            $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}",
            Vector<byte>.Count * 8,
            () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        _lab = new LabHost(
            _around,
            _journals,
            identity,
            onControl ?? (control => new ReplyMessage(false, [$"this host runs one campaign only; '{control.Verb}' is for closedloop serve"])));
        _listening = _thread.RunAsync(() => _lab.ListenAsync(_end.Token));
        Banner = $"MQTT at {broker.Address}{(broker.IsEmbedded ? " (embedded broker)" : "")}, lab '{lab}', "
            + (instruments is null ? "instruments elsewhere" : $"{instruments.Count} instruments in this process")
            + $", data in {Path.GetFullPath(settings.DataFolder)}"
            + (scenario is null ? "" : $"; broken on purpose: scenario {scenario.Plan.Scenario.Name}");
        scenario?.Begin(instruments!, broker, () => _thread.Post(_ => EmptyStock(), null));
    }

    /// <summary>What breaks the lab on purpose, and what it did so far to a campaign; null without a scenario.</summary>
    public ScenarioOutcome? Struck(string campaign) =>
        _instruments?.Scenario is { Plan: var plan } ? new ScenarioOutcome(plan.Strikes, ScenarioCheck.Of(plan.Scenario.Expect, ReadEvents(campaign), _instruments.Acts)) : null;

    private void EmptyStock()
    {
        foreach (var (item, _) in _around.Lab.Stock.ToList())
        {
            _around.Lab.Count(item.Name, 0, null, "a scenario empties it");
        }
    }

    /// <summary>Fails when the broker does not let this host in and waiting will not cure that.</summary>
    public Task Refused => _broker.Refused;

    /// <summary>Where everything is, in one line.</summary>
    public string Banner { get; }

    /// <summary>What instruments say of themselves, for views; from any thread.</summary>
    public Task<IReadOnlyList<InstrumentRecord>> InstrumentsAsync() =>
        _thread.RunAsync(() => Task.FromResult<IReadOnlyList<InstrumentRecord>>([.. _around.Lab.View.Instruments]));

    /// <summary>The campaigns whose disk has failed; on the loop's thread.</summary>
    public IReadOnlyDictionary<string, Interruption> Interruptions => _lab.Interruptions;

    /// <summary>Starts everything but campaigns.</summary>
    /// <param name="settings">The host's settings.</param>
    /// <param name="lab">The lab that it owns.</param>
    /// <param name="quiet">Whether logs go to the data folder only, because a view has the screen.</param>
    /// <param name="anyPort">Whether the embedded broker may take a free port when the configured one is taken.</param>
    /// <param name="onControl">Answers what operators ask of the host; null for a host of one campaign.</param>
    /// <param name="scenario">What breaks the lab on purpose; null for nothing.</param>
    public static async Task<OrchestratorHost> StartAsync(
        ClosedLoopSettings settings,
        string lab,
        bool quiet,
        bool anyPort,
        Func<HostControlMessage, ReplyMessage>? onControl = null,
        Scenario? scenario = null)
    {
        LiveScenario.Check(scenario, settings);
        var logging = HostLogging.Create(settings.DataFolder, quiet);
        var logger = logging.CreateLogger("host");
        var broker = await BrokerAccess.OpenAsync(settings.Broker, anyPort, logger);
        try
        {
            var instruments = settings.Instruments == InstrumentHosting.InProcess ? LocalLab.Start(settings, lab, broker.Connector, scenario, logger) : null;
            return new OrchestratorHost(settings, lab, broker, instruments, logging, onControl);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a campaign to its end, suspension or fault.</summary>
    public Task<CampaignState> RunAsync(CampaignSource source, IReadOnlyList<ICampaignObserver> observers, CancellationToken abandon) =>
        RunAsync(source.Spec.Name, source, observers, abandon);

    /// <summary>Continues, or starts, a campaign; without a source what the journal says.</summary>
    public Task<CampaignState> RunAsync(string name, CampaignSource? source, IReadOnlyList<ICampaignObserver> observers, CancellationToken abandon) =>
        _thread.RunAsync(async () =>
        {
            if (source is not null)
            {
                _stock.Check(source.Spec);
            }

            var projection = new CampaignProjection(_bus);
            using var show = CancellationTokenSource.CreateLinkedTokenSource(abandon);
            var showing = projection.RunAsync(show.Token);
            var log = new CampaignLog(_logging.CreateLogger("campaign"));
            try
            {
                var run = _lab.RunAsync(name, source?.Spec, [projection, log, .. observers], abandon);
                if (await Task.WhenAny(run, _listening, Refused) is { IsFaulted: true } failed)
                {
                    await failed;
                }

                return await run;
            }
            finally
            {
                projection.Complete();
                if (Refused.IsFaulted)
                {
                    // There is nobody to show the last picture to.
                    await show.CancelAsync();
                    await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                }
                else
                {
                    await showing;
                }
            }
        });

    /// <summary>Lets running steps end, then lets go of every run.</summary>
    public void Drain(string reason) => _thread.Post(_ => _lab.Drain(reason), null);

    /// <summary>The durable events of a campaign.</summary>
    public IReadOnlyList<CampaignEvent> ReadEvents(string campaign) => _journals.ReadCampaign(campaign);

    public async ValueTask DisposeAsync()
    {
        _instruments?.Scenario?.Dispose();
        await _end.CancelAsync();
        try
        {
            await _listening;
        }
        catch (OperationCanceledException)
        {
            // This is how listening ends.
        }
        catch (Exception e)
        {
            HostLog.Failed(_logger, "Listening", e);
        }

        await _bus.DisposeAsync();
        if (_instruments is not null)
        {
            await _instruments.DisposeAsync();
        }

        await _broker.DisposeAsync();
        _around.Lab.Dispose();
        _desk.Dispose();
        _thread.Dispose();
        _end.Dispose();
        _logging.Dispose();
    }
}
