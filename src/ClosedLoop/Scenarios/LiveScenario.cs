using ClosedLoop.Domain;
using ClosedLoop.Mqtt;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>
/// A scenario in this process: the same faults at the same seams as in virtual time, over a real broker, disk and clock. What a process cannot do to itself
/// is refused.
/// </summary>
internal sealed class LiveScenario : IFaultyLab, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ILogger _logger;
    private LocalLab? _lab;
    private BrokerAccess? _broker;
    private Action? _emptyStock;

    /// <exception cref="BadInputException">The lab has not what the scenario strikes.</exception>
    public LiveScenario(Scenario scenario, double speed, IReadOnlyList<FaultSite> instruments, ILogger logger)
    {
        ScenarioSource.CheckTargets(scenario, instruments);
        (Instruments, _logger) = (instruments, logger);
        Plan = new FaultPlan(scenario, seed: 1, speed) { Observer = strike => HostLog.Warned(logger, $"Fault {strike.Kind} at {strike.Where}: {strike.What}") };
        HostClock = Plan.ClockOf(TimeProvider.System, Host);
    }

    public FaultPlan Plan { get; }

    public IReadOnlyList<FaultSite> Instruments { get; }

    public FaultSite Host { get; } = FaultSite.Host("host");

    public TimeProvider HostClock { get; }

    /// <summary>Looks whether a running process can do that to itself.</summary>
    /// <exception cref="BadInputException">It cannot; all that it cannot do.</exception>
    public static void Check(Scenario? scenario, ClosedLoopSettings settings)
    {
        if (scenario is null)
        {
            return;
        }

        if (settings.Instruments == InstrumentHosting.Elsewhere)
        {
            throw new BadInputException($"scenario {scenario.Name}: it breaks the instruments of this process, and there are none with --no-instruments");
        }

        var refusals = scenario.Faults.Select(fault => Refusal(fault, settings.Broker.Mode)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (refusals.Count > 0)
        {
            throw new BadInputException([.. refusals.Select(refusal => $"scenario {scenario.Name} cannot run live: {refusal}")]);
        }
    }

    /// <summary>Lets time pass while a disk is busy: its thread waits.</summary>
    public static void Wait(TimeSpan span)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(span);
    }

    public IDisk HostDisk(IDisk disk) => Plan.DiskOf(disk, Host, Wait);

    public IMqttConnector HostConnector(IMqttConnector connector) => Plan.Connections(connector, Host, TimeProvider.System);

    /// <summary>The scenario begins.</summary>
    public void Begin(LocalLab lab, BrokerAccess broker, Action emptyStock)
    {
        (_lab, _broker, _emptyStock) = (lab, broker, emptyStock);
        Plan.Start(this, TimeProvider.System);
    }

    public void Restart(FaultSite site, TimeSpan down) => _lab!.Restart(site.Name, down, losesLedger: false);

    public void LoseLedger(FaultSite site, TimeSpan down) => _lab!.Restart(site.Name, down, losesLedger: true);

    public void EmptyStock() => _emptyStock!();

    public void SendPersonAway(TimeSpan duration) => throw new NotSupportedException("Refused before");

    public void PowerCut(FaultSite site, TimeSpan down) => throw new NotSupportedException("Refused before");

    public void Partition(FaultSite site, TimeSpan duration) => Plan.CutOff(site, duration);

    public void RestartBroker(TimeSpan down, bool forgets) => _ = RestartBrokerAsync(down);

    public void Dispose()
    {
        Plan.Stop();
        _end.Cancel();
    }

    private static string? Refusal(Fault fault, BrokerMode broker) => fault switch
    {
        Fault.PowerCut => "power-cut: a process cannot take its own machine's power; use restart, or dry-run",
        Fault.NobodyAnswers => "nobody-answers: the people of a live lab are not of this process; leave their questions unanswered, or use dry-run",
        Fault.Restart { Target.IsHost: true } =>
            "restart of the host: this process cannot kill and start itself; kill it (kill -9) and run it again, or use dry-run",
        Fault.BrokerRestart when broker == BrokerMode.External =>
            "broker-restart: the broker is not of this process; restart it yourself, or use the embedded one",
        _ => null,
    };

    private async Task RestartBrokerAsync(TimeSpan down)
    {
        try
        {
            await _broker!.RestartAsync(down, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The run ended while the broker was away.
        }
        catch (Exception error)
        {
            HostLog.Failed(_logger, "Restarting the broker", error);
        }
    }
}
