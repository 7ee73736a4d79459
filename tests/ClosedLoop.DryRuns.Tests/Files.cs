using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Reports;

namespace ClosedLoop.DryRuns.Tests;

/// <summary>Campaigns and labs as their files would say them.</summary>
internal static class Files
{
    public static readonly DateTimeOffset Evening = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    public const string Film = """
        name: film
        seed: 5
        lab: film
        parameters:
          x: {type: continuous, lower: -5, upper: 10}
          y: {type: continuous, lower: 0, upper: 15}
        objectives:
          rough: {goal: minimize}
        workflow:
          - {step: coat, capability: coating, inputs: [x, y], outputs: [film], deadline: 5 min, cost: 2}
          - {step: scan, capability: scanning, inputs: [x, y], outputs: [rough], deadline: 5 min, cost: 1}
        batch: {mode: asynchronous, size: 2}
        initial: 5
        budget: {trials: 12}
        """;

    public const string FilmLab = """
        lab: film
        speed: 60
        instruments:
          - {id: coater, type: simulated, capability: coating, duration: {mean: 60 s, spread: 0.2}, failure: {probability: 0.1, sample: untouched}, response: {pass: {film: sample}}}
          - {id: scanner, type: simulated, capability: scanning, duration: {mean: 30 s, spread: 0.1},
             response: {surface: branin, inputs: {x1: x, x2: y}, outputs: {y: rough}, noise: 0.5}}
        """;

    /// <summary>The plan of a campaign in a lab.</summary>
    public static DryRunPlan Plan(string campaign = Film, string? lab = FilmLab)
    {
        var read = CampaignFileReader.Read(campaign, "campaign.yaml", _ => null);
        read.Errors.ShouldBeEmpty();
        return new DryRunPlan
        {
            Spec = read.Spec!,
            Lab = Choose(read, lab),
            Start = Evening,
            Runtime = "test",
            VectorWidth = 256,
        };
    }

    /// <summary>The usual question: chances until 08:00.</summary>
    public static ForecastQuestion Question(DryRunPlan plan) => new(
        Evening.AddHours(14),
        plan.Spec.StopRules.OfType<TargetReached>().FirstOrDefault(),
        plan.Lab.Instruments.ToDictionary(standIn => standIn.Settings.Id, standIn => standIn.Settings.Capacity),
        TimeZoneInfo.Utc)
    {
        Stock = plan.Stock,
    };

    public static StandInLab Choose(CampaignFileResult campaign, string? lab)
    {
        var file = lab is null ? null : LabFileReader.Read(lab, "lab.yaml");
        file?.Errors.ShouldBeEmpty();
        return StandInLab.Choose(campaign.Spec!, "campaign.yaml", campaign.StandIns, "lab.yaml", file?.File);
    }
}
