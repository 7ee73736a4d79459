using System.Diagnostics;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization.Tests;

/// <summary>Data that no model can make sense of: a suggestion must be valid and its figures finite, or the error clear.</summary>
public sealed class RobustnessTests
{
    // One suggestion from a few dozen data takes milliseconds; a hang is not a matter of a slow machine.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private static readonly string[] ValueKinds =
    [
        "constant", "zero", "huge", "tiny", "hugeAndTiny", "nearlyConstant", "contradictory", "oneGross", "corrupted", "overDecades", "someNotFinite", "allNotFinite", "steps", "negativeZero",
    ];

    public static TheoryData<string, int> Kinds
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in ValueKinds)
            {
                foreach (var count in (int[])[1, 2, 18])
                {
                    data.Add(kind, count);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Propose_OnDegenerateValues_GivesValidSuggestions(string kind, int count)
    {
        foreach (var (space, seed) in new[] { Spaces.Box(2), Spaces.Everything(), Spaces.Box(1) with { Table = Rows() } }.Select((space, s) => (space, s)))
        {
            foreach (var goals in new Goal[][] { [Goal.Minimize], [Goal.Target], [Goal.Maximize, Goal.Minimize] })
            {
                Check(space, goals, kind, count, (ulong)seed, repeats: false);
            }
        }
    }

    // Random combinations of space, goals, values, replicated points, given variances, batch size and kind of surrogate.
    [Fact]
    public void Propose_OnRandomCombinations_GivesValidSuggestions()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var stream = Samples.Stream(1000 + seed);
            Goal[] goals = stream.NextIndex(3) switch { 0 => [Goal.Maximize], 1 => [Goal.Target], _ => [Goal.Minimize, Goal.Maximize] };
            var kind = ValueKinds[stream.NextIndex(ValueKinds.Length)];
            Check(Spaces.Random(seed), goals, kind, 1 + stream.NextIndex(40), (ulong)seed, stream.NextIndex(2) == 0);
        }
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Propose_WithAnImpossibleVariance_SaysWhichTrialHasIt(double variance)
    {
        var problem = Problem(Spaces.Box(1), [Goal.Minimize], 1);
        ObservedTrial[] observed = [new(7, new([new("x0", 0.5)]), [1]) { Variances = [variance] }];
        Should.Throw<ArgumentException>(() => new BayesianPlanner().Propose(problem, new(2, 1, observed, []))).Message.ShouldContain("trial 7");
    }

    private static void Check(SearchSpace space, Goal[] goals, string kind, int count, ulong seed, bool repeats)
    {
        var stream = Samples.Stream((int)seed + count);
        var problem = Problem(space, goals, seed) with { Options = new() { Surrogate = (SurrogateKind)stream.NextIndex(5) } };
        var encoding = SpaceEncoding.Of(space);
        Candidate Any() => space.Table is { } rows ? rows[stream.NextIndex(rows.Count)] : encoding.Decode(encoding.Sample(Samples.Point(encoding.Uniforms, stream)));
        Candidate[] tried = [.. Enumerable.Range(0, count).Select(_ => Any())];
        ObservedTrial[] observed =
        [
            .. Enumerable.Range(0, count).Select(i => new ObservedTrial(i + 1, repeats || kind == "contradictory" ? tried[i / 3] : tried[i], [.. goals.Select((_, o) => Value(kind, i + o, stream))])
            {
                Variances = repeats && i % 2 == 0 ? [.. goals.Select(_ => (double?)(i % 4 == 0 ? 0 : 1e6))] : null,
            }),
        ];
        var since = Stopwatch.StartNew();
        var proposal = new BayesianPlanner().Propose(problem, new(count + 1, 3, observed, [Any()]));
        since.Elapsed.ShouldBeLessThan(Hang, $"{kind}, {count}");
        // Small spaces may be exhausted.
        proposal.Candidates.Count.ShouldBeInRange(space.Table is null && encoding.Cardinality > 1000 ? 1 : 0, 3);
        proposal.Candidates.Select(each => each.Candidate).Distinct().Count().ShouldBe(proposal.Candidates.Count);
        foreach (var each in proposal.Candidates)
        {
            space.WhyNot(each.Candidate).ShouldBeNull();
            each.Predictions.ShouldAllBe(p => double.IsFinite(p.Mean) && double.IsFinite(p.StandardDeviation) && p.StandardDeviation >= 0, $"{kind}, {count}: {each.Origin}");
        }

        (proposal.Model?.Diagnostics.Values.All(double.IsFinite) ?? true).ShouldBeTrue();
        (proposal.Model?.HyperParameters.Values.All(double.IsFinite) ?? true).ShouldBeTrue();
    }

    private static double Value(string kind, int i, RandomStream stream) => kind switch
    {
        "constant" => 3,
        "zero" => 0,
        "huge" => (i % 2 == 0 ? 1e300 : -1e300) * stream.NextUniform(),
        "tiny" => 1e-300 * i,
        "hugeAndTiny" => i % 2 == 0 ? 1e300 : 1e-300,
        "nearlyConstant" => 1 + (i % 3 == 0 ? 2e-16 : 0),
        "contradictory" => i % 3 * 1000,
        "oneGross" => i == 1 ? 1e15 : stream.NextNormal(),
        "corrupted" => i % 19 == 0 ? 500 * stream.NextNormal() : stream.NextNormal(),
        "overDecades" => Math.Exp(30 * stream.NextUniform()),
        "someNotFinite" => i % 3 == 0 ? double.NaN : i % 5 == 0 ? double.PositiveInfinity : i,
        "allNotFinite" => double.NaN,
        "steps" => i % 2,
        _ => i % 2 == 0 ? -0.0 : 0.0,
    };

    private static Candidate[] Rows() => [.. Enumerable.Range(0, 30).Select(i => new Candidate([new("x0", i / 29.0)]))];

    private static PlanningProblem Problem(SearchSpace space, Goal[] goals, ulong seed) => new(
        space,
        [.. goals.Select((goal, o) => new Objective { Name = $"y{o}", Goal = goal, Target = goal == Goal.Target ? 0.3 : null })],
        seed,
        1,
        FailurePolicy.Skip);
}
