using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;

namespace ClosedLoop.Orchestrator;

/// <summary>What an external planner proposes, believed only as far as it can be checked.</summary>
internal static class ForeignProposal
{
    private const string Origin = "external";
    private const double BudgetTolerance = 1e-9;

    /// <summary>The candidates in the space's order of keys, or why the answer is refused.</summary>
    public static (IReadOnlyList<ProposedCandidate> Candidates, string? Problem) Read(ProposalMessage answer, PlanningProblem problem, PlanningRequest request)
    {
        if (answer.Error is { } error)
        {
            return ([], $"answered that it cannot: {error.Message}");
        }

        if (answer.Candidates is not { } planned || planned.Count != request.Count)
        {
            return ([], $"proposed {answer.Candidates?.Count ?? 0} candidates, not {request.Count}");
        }

        var tried = request.Observed.Select(trial => trial.Candidate).Concat(request.Pending).ToHashSet();
        var rows = problem.Space.Table?.ToHashSet();
        var remaining = request.Remaining;
        var candidates = new List<ProposedCandidate>();
        foreach (var each in planned)
        {
            var candidate = InOrder(each.Candidate, problem.Space);
            if (problem.Space.WhyNot(candidate) is { } reason)
            {
                return ([], $"proposed {candidate}, which is not in the search space: {reason}");
            }

            if (rows?.Contains(candidate) == false)
            {
                return ([], $"proposed {candidate}, which is no row of the table");
            }

            if (!tried.Add(candidate))
            {
                return ([], $"proposed {candidate}, which was tried or proposed before");
            }

            if (each.Predictions?.Keys.Except(problem.Objectives.Select(objective => objective.Name)).FirstOrDefault() is { } unknown)
            {
                return ([], $"predicted '{unknown}', which is no objective");
            }

            if (WhyNotAt(each.Source, problem, remaining) is { } unfit)
            {
                return ([], $"proposed {candidate} {unfit}");
            }

            remaining -= problem.Sources.FirstOrDefault(source => source.Name == each.Source)?.Cost ?? 0;
            candidates.Add(new(candidate, Predictions(each, problem), each.Acquisition, each.Origin ?? Origin) { Extrapolation = each.Extrapolation, Source = each.Source });
        }

        return (candidates, null);
    }

    private static string? WhyNotAt(string? name, PlanningProblem problem, double? remaining)
    {
        if (problem.Sources.Count == 0)
        {
            return name is null ? null : $"at '{name}', but the campaign has no sources";
        }

        var names = string.Join(", ", problem.Sources.Select(source => source.Name));
        return problem.Sources.FirstOrDefault(source => source.Name == name) is not { } source
            ? name is null ? $"without a source; the sources are {names}" : $"at '{name}', which is no source; the sources are {names}"
            : remaining < source.Cost * (1 - BudgetTolerance) ? $"at '{name}', for which the cost budget is too small" : null;
    }

    // Members of JSON have no order; what is no candidate of the space stays as it is, for the message.
    private static Candidate InOrder(Candidate candidate, SearchSpace space)
    {
        var keys = space.Keys.ToList();
        return candidate.Values.Length == keys.Count && keys.TrueForAll(key => candidate.TryGet(key, out _))
            ? new Candidate(keys.Select(key => KeyValuePair.Create(key, candidate[key])))
            : candidate;
    }

    private static List<ObjectivePrediction> Predictions(PlannedCandidate planned, PlanningProblem problem) =>
    [
        .. problem.Objectives.Where(objective => planned.Predictions?.ContainsKey(objective.Name) == true)
            .Select(objective => (objective.Name, Value: planned.Predictions![objective.Name]))
            .Select(each => new ObjectivePrediction(each.Name, each.Value.Mean, each.Value.Sd) { Lower = each.Value.Lower, Upper = each.Value.Upper }),
    ];
}
