using System.Globalization;
using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>closedloop watch</c> tells, from MQTT alone, what the campaign's journal holds.</summary>
[Collection(nameof(OneAtATime))]
public sealed class WatchTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _elsewhere = new();
    private readonly int _port = FreePort.Next();

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Watcher_OnAnotherMachine_SeesTheCampaignAndItsResult()
    {
        var lab = BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(150));
        var campaign = BenchFiles.WriteCampaign(_folder, "seen", 8);
        await using var watch = Watch();
        await watch.LineAsync("no broker answers");
        await using var broker = await BrokerAsync();
        await watch.LineAsync("watching lab bench");
        await using var instrument = Executable.Start(_folder.FullPath, ["instrument", lab, "--broker", Broker]);
        await watch.LineAsync("bench/bench-1: online");

        await using (var run = Executable.Start(_folder.FullPath, ["run", campaign, "--broker", Broker, "--no-instruments"]))
        {
            (await run.ExitAsync()).ShouldBe(0, run.Text);
        }

        var state = _folder.State("seen");
        var best = CampaignLoop.Best(state)!;
        foreach (var trial in state.Observed)
        {
            await watch.LineAsync($"bench/seen: trial {trial.Trial}: height = {Rounded(trial.Values![0])} mm");
        }

        var standing = $"completed, {state.Trials.Count}/8 done, 0 in flight; best height {Rounded(best.Values!["height"])} (trial {best.Number})";
        await watch.LineAsync($"bench/seen: {standing}");
        (await OnceAsync()).ShouldContain(standing);
        await watch.LineAsync("bench/orchestrator-1 (!): the host went offline");

        await instrument.KillAsync();
        await watch.LineAsync("bench/bench-1 (!): went offline");
        (await OnceAsync()).ShouldContain("bench/bench-1: offline for at most ");
    }

    [Fact]
    public async Task Watcher_WhoseBrokerDies_SaysSoAndComesBackByItself()
    {
        await using var watch = Watch();
        await using (var first = await BrokerAsync())
        {
            await watch.LineAsync("watching lab bench");
            await first.KillAsync();
        }

        await watch.LineAsync("no broker answers");
        await using var second = await BrokerAsync();
        await Until.TrueAsync(() => watch.Lines.Count(line => line.Contains("watching lab bench")) == 2, watch.ToString);

        await watch.InterruptAsync();
        (await watch.ExitAsync()).ShouldBe(0, watch.Text);
    }

    private static string Rounded(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private string Broker => $"127.0.0.1:{_port}";

    private RunningProcess Watch(params string[] more) =>
        Executable.Start(_elsewhere.FullPath, ["watch", "--lab", BenchFiles.LabName, "--broker", Broker, .. more]);

    private async Task<string> OnceAsync()
    {
        await using var once = Watch("--once");
        (await once.ExitAsync()).ShouldBe(0, once.Text);
        return once.Text;
    }

    private async Task<RunningProcess> BrokerAsync()
    {
        var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{_port}"]);
        await broker.LineAsync("Broker at");
        return broker;
    }
}
