using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class ParetoFrontTests
{
    /// <summary>Independent truth: the definition, every pair compared.</summary>
    [Fact]
    public void Of_RandomCampaigns_IsTheBruteForceFront()
    {
        var chance = new Chance(17);
        for (var round = 0; round < 40; round++)
        {
            Objective[] objectives =
            [
                new() { Name = "a", Goal = Goal.Maximize },
                new() { Name = "b", Goal = Goal.Minimize },
                .. round % 2 == 0 ? Array.Empty<Objective>() : [new Objective { Name = "c", Goal = Goal.Target, Target = 3 }],
            ];
            var spec = Specs.Coupling(60) with { Objectives = objectives };
            var story = new Story(spec);
            for (var trial = 1; trial <= 60; trial++)
            {
                story.Propose(Story.Epoch.AddMinutes(trial), trial, Candidates.Anywhere(spec.Space, chance));
                if (trial % 7 == 0)
                {
                    story.Add(Story.Epoch.AddMinutes(trial), new TrialFailed(trial, "broken", FailurePolicy.Skip));
                }
                else
                {
                    // Few distinct values, so that ties and duplicates occur.
                    story.Observe(Story.Epoch.AddMinutes(trial), trial, false, [.. objectives.Select(objective => (objective.Name, Math.Floor(8 * chance.Uniform())))]);
                }
            }

            var state = CampaignLoop.Fold(story.Events);
            var observed = state.Trials.Values.Where(trial => trial.Values is not null).ToList();
            bool Beats(TrialState a, TrialState b) =>
                objectives.All(o => o.Loss(a.Values![o.Name]) <= o.Loss(b.Values![o.Name])) && objectives.Any(o => o.Loss(a.Values![o.Name]) < o.Loss(b.Values![o.Name]));
            var expected = observed.Where(trial => !observed.Any(other => Beats(other, trial))).Select(trial => trial.Number);
            ParetoFront.Of(state).Select(member => member.Trial).Order().ShouldBe(expected.Order());
        }
    }

    [Fact]
    public void Of_NoObservation_IsEmpty() => ParetoFront.Of(CampaignLoop.Fold(new Story(Specs.Alloy()).Events)).ShouldBeEmpty();
}
