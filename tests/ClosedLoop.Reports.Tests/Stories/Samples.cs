using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>Campaigns in every state that a report must show.</summary>
internal static class Samples
{
    public const string Yaml = "name: suzuki-coupling\nseed: 20260314\nobjectives:\n  - name: yield\n    goal: maximize # <b>&amp; more\n";

    public static IReadOnlyDictionary<string, Func<(IReadOnlyList<CampaignEvent> Events, DateTimeOffset Now)>> All { get; } =
        new Dictionary<string, Func<(IReadOnlyList<CampaignEvent>, DateTimeOffset)>>
        {
            ["single"] = () => (Single(), Story.Epoch.AddDays(1)),
            ["two-objectives"] = () => (TwoObjectives(), Story.Epoch.AddDays(2)),
            ["trouble"] = () => (Troubled(), Story.Epoch.AddDays(1)),
            ["running"] = Running,
            ["hundreds"] = () => (Hundreds(), Story.Epoch.AddDays(9)),
            ["nothing-yet"] = () => (new Story(Specs.Coupling()).Events, Story.Epoch.AddSeconds(30)),
            ["one-trial"] = () => (new LabStory(Specs.Coupling(), 3, 1, YieldOf).Run(1, 1).Story.Events, Story.Epoch.AddMinutes(30)),
            ["failures-only"] = () => (new LabStory(Specs.Coupling(), 4, 1, YieldOf) { Trouble = (0.2, 1, 0) }.Run(1, 9).Story.Events, Story.Epoch.AddHours(3)),
            ["design-only"] = () => (new LabStory(Specs.Alloy(), 5, 1, AlloyOf).Run(1, 8).Story.Events, Story.Epoch.AddHours(3)),
        };

    public static IReadOnlyList<CampaignEvent> Single()
    {
        var lab = new LabStory(Specs.Coupling(), 11, 1.4, YieldOf) { Trouble = (0.03, 0.05, 0) }.Run(1, 40).Complete("budget of 40 trials spent");
        lab.Story.Open(Story.Epoch.AddHours(2.31)).Open(Story.Epoch.AddHours(2.37));
        return lab.Story.Events;
    }

    public static IReadOnlyList<CampaignEvent> TwoObjectives() => new LabStory(Specs.Alloy(), 5, 1.5, AlloyOf).Run(1, 48).Complete("budget of 48 trials spent").Story.Events;

    public static IReadOnlyList<CampaignEvent> Troubled()
    {
        var lab = new LabStory(Specs.Coupling(36), 21, 1.4, YieldOf) { Trouble = (0.15, 0.2, 0.15) }.Run(1, 30);
        var story = lab.Story;
        story.Add(Story.Epoch.AddMinutes(50), new MessageQuarantined("uv-vis", "suzuki-coupling-7f3a.2.measure.1", "yield is NaN, not a finite number", "{\"outputs\":{\"yield\":\"NaN\"}}"))
            .Add(Story.Epoch.AddMinutes(70), new MessageQuarantined("closedloop/v1/demo/instrument/<b>x</b>/result", null, "not JSON", "<script>alert('x')</script>"))
            .Add(Story.Epoch.AddMinutes(80), new CampaignPaused("solvent bottle changed")).Add(Story.Epoch.AddMinutes(95), new CampaignResumed("bottle in place"))
            .Open(Story.Epoch.AddHours(3));
        var lost = CampaignLoop.Fold(story.Events).Trials.Values.First(trial => trial.Status == TrialStatus.Quarantined);
        var dispatch = lost.Dispatches[^1];
        story.Succeed(lab.End.AddMinutes(1), lost.Number, dispatch.Id.Step, lab.End, dispatch.Id.Attempt, true, ("yield", 41.5)).Observe(lab.End.AddMinutes(1), lost.Number, true, ("yield", 41.5));
        story.Add(lab.End.AddMinutes(2), lab.Model(18)).Add(lab.End.AddMinutes(3), new CampaignAborting("the operator: stirrer is broken")).Add(lab.End.AddMinutes(4), new CampaignAborted("the operator: stirrer is broken"));
        return story.Events;
    }

    public static (IReadOnlyList<CampaignEvent> Events, DateTimeOffset Now) Running()
    {
        var lab = new LabStory(Specs.Colour(), 31, 3, PeakOf).Run(1, 17);
        lab.Story.Add(lab.End.AddSeconds(1), lab.Model(17));
        lab.Begin(18, 21);
        return (lab.Story.Events, lab.End.AddMinutes(2));
    }

    public static IReadOnlyList<CampaignEvent> Hundreds()
    {
        var lab = new LabStory(Specs.Coupling(400) with { Name = "four-hundred-trials-with-a-rather-long-name", InitialTrials = 40 }, 41, 1.4, YieldOf) { Trouble = (0.02, 0.03, 0.01) };
        return lab.Run(1, 400).Complete("budget of 400 trials spent").Story.Events;
    }

    public static double[] YieldOf(Candidate c)
    {
        var ligand = c["ligand"].Text switch { "XPhos" => 0.95, "SPhos" => 1, "dppf" => 0.7, _ => 0.55 };
        var temperature = Math.Exp(-Math.Pow((c["temperature"].Number - 84) / 32, 2));
        var loading = Math.Exp(-Math.Pow(Math.Log(c["loading"].Number / 1.1) / 1.9, 2));
        return [94 * ligand * temperature * loading * (0.8 + (0.02 * c["residence"].Number))];
    }

    private static double[] AlloyOf(Candidate c)
    {
        var strength = 320 + (4.1 * c["Ni"].Number) + (7.5 * c["Cr"].Number) - (0.0011 * Math.Pow(c["anneal"].Number - 640, 2)) + (12 * Math.Log(c["hours"].Number));
        return [strength, 2 + (0.11 * c["Ni"].Number) + (0.16 * c["Cr"].Number) + (0.002 * c["anneal"].Number) + (0.4 * c["hours"].Number)];
    }

    private static double[] PeakOf(Candidate c) => [430 + (1.3 * c["temperature"].Number) + (9 * Math.Log(c["loading"].Number)) + (3 * c["residence"].Number)];
}
