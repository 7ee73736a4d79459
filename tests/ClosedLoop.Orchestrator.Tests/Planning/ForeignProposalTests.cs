using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;

namespace ClosedLoop.Orchestrator.Tests;

public sealed class ForeignProposalTests
{
    private static readonly PlanningProblem Single = new(
        new SearchSpace { Parameters = [new ContinuousParameter { Name = "x", Lower = 0, Upper = 1 }] },
        [new Objective { Name = "y", Goal = Goal.Maximize }],
        1,
        2,
        FailurePolicy.Skip);

    private static readonly PlanningProblem Sourced = Single with
    {
        Sources = [new Source { Name = "cheap", Cost = 1 }, new Source { Name = "dear", Cost = 20, IsTarget = true }],
    };

    [Theory]
    [InlineData("""{"candidate": {"x": 0.5}}""", "proposed x=0.5 without a source; the sources are cheap, dear")]
    [InlineData("""{"candidate": {"x": 0.5}, "source": "chaep"}""", "proposed x=0.5 at 'chaep', which is no source; the sources are cheap, dear")]
    [InlineData("""{"candidate": {"x": 0.5}, "source": "dear"}, {"candidate": {"x": 0.6}, "source": "cheap"}""", "proposed x=0.6 at 'cheap', for which the cost budget is too small")]
    public void Candidates_AtNoSourceThatTheCampaignHasAndCanPay_AreRefused(string candidates, string why) => Read(candidates, Sourced, 20.5).Problem.ShouldBe(why);

    [Fact]
    public void Candidate_WithASource_WhereThereAreNone_IsRefused() =>
        Read("""{"candidate": {"x": 0.5}, "source": "cheap"}""", Single, null).Problem.ShouldBe("proposed x=0.5 at 'cheap', but the campaign has no sources");

    [Fact]
    public void Candidates_AtTheirSources_AreTaken()
    {
        var (candidates, problem) = Read("""{"candidate": {"x": 0.5}, "source": "dear"}, {"candidate": {"x": 0.6}, "source": "cheap"}""", Sourced, 21);

        problem.ShouldBeNull();
        candidates.Select(candidate => candidate.Source).ShouldBe(["dear", "cheap"]);
    }

    private static (IReadOnlyList<ProposedCandidate> Candidates, string? Problem) Read(string candidates, PlanningProblem problem, double? remaining)
    {
        LabJson.TryRead<ProposalMessage>(Encoding.UTF8.GetBytes($"{{\"candidates\": [{candidates}]}}"), out var answer, out _).ShouldBeTrue();
        return ForeignProposal.Read(answer!, problem, new PlanningRequest(1, answer!.Candidates!.Count, [], []) { Remaining = remaining });
    }
}
