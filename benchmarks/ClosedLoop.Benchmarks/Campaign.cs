using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary>Runs the planner alone in ask-and-tell, in batches that are told only when complete.</summary>
internal sealed class Campaign(PlanningProblem problem, IReadOnlyList<Candidate> initial, Func<Candidate, string?, double[]> evaluate)
{
    private readonly BayesianPlanner _planner = new();
    private readonly List<ObservedTrial> _observed = [];

    private double _spent;

    /// <summary>Evaluations in order, each with the CPU seconds its proposal took (shared among a batch) and what all so far cost.</summary>
    /// <param name="budget">Evaluations, or with several sources cost in evaluations of the target, which is not exceeded.</param>
    /// <param name="batch">Evaluations proposed together.</param>
    public IEnumerable<(ObservedTrial Trial, double Seconds, double Spent)> Run(int budget, int batch)
    {
        foreach (var candidate in initial.Take(budget))
        {
            yield return (Tell(candidate, [], null), 0, _spent);
        }

        for (var number = 1; _spent < budget; number++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var count = Math.Min(batch, (int)Math.Ceiling(budget - _spent));
            var proposal = _planner.Propose(problem, new(number, count, [.. _observed], []) { Remaining = budget - _spent });
            var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds / count;
            foreach (var proposed in proposal.Candidates)
            {
                if (_spent + Cost(proposed.Source) > budget + 1e-9)
                {
                    yield break;
                }

                yield return (Tell(proposed.Candidate, proposed.Predictions, proposed.Source), seconds, _spent);
            }

            if (proposal.Candidates.Count < count)
            {
                yield break;
            }
        }
    }

    /// <summary>What was predicted and measured so far.</summary>
    public IReadOnlyList<ObservedTrial> Observed => _observed;

    /// <summary>The alarms that stand after what was told so far.</summary>
    public IReadOnlyList<ModelAlarm> Alarms() => _planner.Retrain(problem, _observed)?.Alarms ?? [];

    private ObservedTrial Tell(Candidate candidate, IReadOnlyList<ObjectivePrediction> expected, string? source)
    {
        _observed.Add(new(_observed.Count + 1, candidate, evaluate(candidate, source)) { Source = source, Expected = expected });
        _spent += Cost(source);
        return _observed[^1];
    }

    private double Cost(string? source) => problem.Sources.FirstOrDefault(each => each.Name == source)?.Cost ?? 1;
}
