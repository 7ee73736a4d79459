using System.Security.Cryptography;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>One instrument of this process, through any number of lives. Lives on the instruments' thread.</summary>
internal sealed class LocalInstrument(
    string lab,
    SimulatedInstrumentSettings settings,
    string folder,
    IMqttConnector connector,
    FaultPlan? faults,
    ILogger logger)
{
    private static readonly TimeSpan AfterAFault = TimeSpan.FromSeconds(1);

    private readonly FaultSite _site = FaultSite.Of(settings);
    private CancellationTokenSource? _life;
    private TimeSpan _down;
    private bool _losesLedger;

    public string Id => settings.Id;

    /// <summary>Runs until the end; what a scenario kills lives again.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(end);
            (_life, _down) = (life, AfterAFault);
            try
            {
                await LiveAsync(life.Token);
            }
            catch (IOException error) when (faults is not null)
            {
                HostLog.Warned(logger, $"Instrument {Id} died: {error.Message}");
            }

            _life = null;
            if (end.IsCancellationRequested)
            {
                return;
            }

            if (_losesLedger)
            {
                File.Delete(Path.Combine(folder, "ledger.jsonl"));
                _losesLedger = false;
            }

            var away = Task.Delay(_down, TimeProvider.System, end);
            await away.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            faults?.Abandon(_site, false);
        }
    }

    /// <summary>Kills it, as far as one process can: its host ends at once, its device goes on, and the ledger is left open; then it starts again.</summary>
    public void Restart(TimeSpan down, bool losesLedger)
    {
        if (_life is { } life)
        {
            faults?.Abandon(_site, true);
            (_down, _losesLedger) = (down, losesLedger);
            life.Cancel();
        }
    }

    private async Task LiveAsync(CancellationToken end)
    {
        var disk = new FileDisk();
        var time = faults?.ClockOf(TimeProvider.System, _site) ?? TimeProvider.System;
        await using var bus = new MqttInstrumentBus(faults?.Connections(connector, _site, TimeProvider.System) ?? connector, lab, Id, time);
        var host = new InstrumentHost(
            SimulatedInstruments.Make(settings, new WitnessLog(disk, folder)),
            bus,
            faults?.DiskOf(disk, _site, LiveScenario.Wait) ?? disk,
            folder,
            time,
            () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            e => HostLog.Instrument(logger, e.Instrument, e.Kind, e.DispatchId?.ToString(), e.Text));
        await host.RunAsync(end);
    }
}
