using System.Globalization;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Kills one of three processes at random moments of real campaigns, starts it again at once, and judges every campaign when it has ended.</summary>
internal sealed class CrashSeries(CrashSettings settings)
{
    private const int ActsPerTrial = 6;
    private const int LongestJitter = 300;

    private readonly Random _chance = new(settings.Seed);
    private readonly List<Kill> _kills = [];
    private readonly List<CampaignVerdict> _verdicts = [];

    public async Task<CrashOutcome> RunAsync()
    {
        var began = TimeProvider.System.GetUtcNow();
        await using var lab = new CrashLab(settings);
        await lab.StartAsync();
        while (_kills.Count < settings.Kills)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"crash-{_verdicts.Count + 1}");
            lab.StartCampaign(name, _chance.Next());
            await RunCampaignAsync(lab, name);
            _verdicts.Add(CampaignVerdict.Of(lab, name, settings, [.. _kills.Where(kill => kill.Campaign == name)]));
        }

        return new CrashOutcome(settings, began, TimeProvider.System.GetUtcNow() - began, _kills, _verdicts);
    }

    private async Task RunCampaignAsync(CrashLab lab, string name)
    {
        while (_kills.Count < settings.Kills && await MomentAsync(lab))
        {
            var victim = (Victim)_chance.Next(3);
            var before = CampaignVerdict.Running(lab.Witness());
            await lab.KillAsync(victim);
            var after = CampaignVerdict.Running(lab.Witness());
            lab.Start(victim);
            _kills.Add(new Kill(name, victim, victim == Victim.Instruments ? after : [.. before.Intersect(after)]));
        }

        var code = await lab.Orchestrator.ExitAsync();
        code.ShouldBe(0, code == 0 ? "" : lab.Describe());
    }

    /// <summary>A random number of physical acts and a random part of a second later; false when the campaign ended before.</summary>
    private async Task<bool> MomentAsync(CrashLab lab)
    {
        var acts = _chance.Next((2 * settings.Trials * ActsPerTrial / settings.KillsPerCampaign) + 1);
        var jitter = TimeSpan.FromMilliseconds(_chance.Next(1, LongestJitter));
        var wanted = lab.Witness().Count + acts;
        await Until.TrueAsync(() => lab.Orchestrator.HasExited || lab.Witness().Count >= wanted, lab.Describe);
        using var pause = new PeriodicTimer(jitter, TimeProvider.System);
        await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        return !lab.Orchestrator.HasExited;
    }
}
