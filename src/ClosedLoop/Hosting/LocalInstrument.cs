using System.Security.Cryptography;
using ClosedLoop.Instruments;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;
using ClosedLoop.Simulators;
using ClosedLoop.Storage;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>One instrument of this process, through any number of lives. Lives on the instruments' thread.</summary>
/// <param name="lab">The lab's name.</param>
/// <param name="site">Where faults find it.</param>
/// <param name="make">Makes its adapter for one life, on the real disk.</param>
/// <param name="folder">Its own folder.</param>
/// <param name="connector">The way to the broker.</param>
/// <param name="faults">What breaks it on purpose; null for nothing.</param>
/// <param name="logger">Takes what it tells.</param>
internal sealed class LocalInstrument(
    string lab,
    FaultSite site,
    Func<IDisk, IInstrument> make,
    string folder,
    IMqttConnector connector,
    FaultPlan? faults,
    ILogger logger)
{
    private static readonly TimeSpan AfterAFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterItsDiskFailed = TimeSpan.FromSeconds(10);

    private CancellationTokenSource? _life;
    private TimeSpan _down;
    private bool _losesLedger;

    public string Id => site.Name;

    /// <summary>Runs until the end; what a scenario kills, or a failing disk, lives again.</summary>
    /// <exception cref="IOException">Its ledger is damaged, or held by another process.</exception>
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
            catch (IOException error) when (Journals.MayPass(error))
            {
                _down = faults is null ? AfterItsDiskFailed : AfterAFault;
                HostLog.Warned(logger, $"Instrument {Id} died: {error.Message}; it starts again in {_down.TotalSeconds:F0} s");
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                HostLog.Failed(logger, $"Instrument {Id}", error);
                throw;
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
            faults?.Abandon(site, false);
        }
    }

    /// <summary>Kills it, as far as one process can: its host ends at once, its device goes on, and the ledger is left open; then it starts again.</summary>
    public void Restart(TimeSpan down, bool losesLedger)
    {
        if (_life is { } life)
        {
            faults?.Abandon(site, true);
            (_down, _losesLedger) = (down, losesLedger);
            life.Cancel();
        }
    }

    private async Task LiveAsync(CancellationToken end)
    {
        var disk = new FileDisk();
        var time = faults?.ClockOf(TimeProvider.System, site) ?? TimeProvider.System;
        await using var bus = new MqttInstrumentBus(faults?.Connections(connector, site, TimeProvider.System) ?? connector, lab, Id, time);
        var host = new InstrumentHost(
            make(disk),
            bus,
            faults?.DiskOf(disk, site, LiveScenario.Wait) ?? disk,
            folder,
            time,
            () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            e => HostLog.Instrument(logger, e.Instrument, e.Kind, e.DispatchId?.ToString(), e.Text));
        await host.RunAsync(end);
    }
}
