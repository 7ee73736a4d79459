using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>Plays orchestrator against one instrument, whatever it is made of, and reports check by check what it violates.</summary>
/// <param name="connector">The broker.</param>
/// <param name="settings">What is tried, and how.</param>
/// <param name="time">The clock of every wait.</param>
public sealed class ConformanceKit(IMqttConnector connector, ConformanceSettings settings, TimeProvider time)
{
    /// <summary>Makes the checks, one after the other.</summary>
    /// <param name="observe">Is told of each when it is over.</param>
    /// <param name="cancellationToken">Ends the work with an exception.</param>
    /// <exception cref="ConformanceRefusedException">There is no such instrument or check, or it must not be tried.</exception>
    public async Task<ConformanceReport> RunAsync(Action<CheckReport> observe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observe);
        var chosen = Chosen();
        await using var bench = new Bench(connector, settings, time, cancellationToken);
        await bench.OpenAsync();
        var reports = new List<CheckReport>();
        foreach (var check in chosen)
        {
            var began = time.GetTimestamp();
            var outcome = bench.Lacking is { } lacking && check is not (PresenceCheck or CapabilitiesCheck)
                ? new CheckOutcome.Skipped(lacking)
                : await TryAsync(check, bench);
            reports.Add(new CheckReport(new CheckInfo(check.Id, check.Says, check.Rule), outcome, time.GetElapsedTime(began)));
            observe(reports[^1]);
        }

        return bench.Lacking is null
            ? new ConformanceReport(settings.Lab, settings.Instrument, bench.Capabilities.Version, bench.Capability.Name, reports)
            : new ConformanceReport(settings.Lab, settings.Instrument, "unknown", "none", reports);
    }

    private static async Task<CheckOutcome> TryAsync(IConformanceCheck check, Bench bench)
    {
        await using var scene = new Scene(bench, check.Id);
        try
        {
            if (bench.Lacking is null)
            {
                await scene.StateAsync(state => state.Active.Count == 0);
            }

            return await check.RunAsync(scene);
        }
        catch (ViolationException violation)
        {
            return new CheckOutcome.Failed(violation.Message);
        }
        catch (UncheckableException reason)
        {
            return new CheckOutcome.Skipped(reason.Message);
        }
    }

    private List<IConformanceCheck> Chosen()
    {
        var all = ConformanceChecks.Make();
        var unknown = settings.Only.Except(all.Select(check => check.Id)).ToList();
        return unknown.Count == 0
            ? [.. all.Where(check => settings.Only.Count == 0 || settings.Only.Contains(check.Id))]
            : throw new ConformanceRefusedException($"there is no check {string.Join(", ", unknown)}; --list names them all");
    }
}
