using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary>Runs the planner alone in ask-and-tell, in batches that are told only when complete.</summary>
internal sealed class Campaign(PlanningProblem problem, IReadOnlyList<Candidate> initial, Func<Candidate, double[]> evaluate)
{
    private readonly BayesianPlanner _planner = new();
    private readonly List<ObservedTrial> _observed = [];

    /// <summary>Evaluations in order, each with the CPU seconds its proposal took (shared among a batch).</summary>
    public IEnumerable<(Candidate Candidate, double[] Values, double Seconds)> Run(int budget, int batch)
    {
        foreach (var candidate in initial.Take(budget))
        {
            yield return (candidate, Tell(candidate, []), 0);
        }

        for (var number = 1; _observed.Count < budget; number++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var count = Math.Min(batch, budget - _observed.Count);
            var proposal = _planner.Propose(problem, new(number, count, [.. _observed], []));
            var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds / count;
            foreach (var proposed in proposal.Candidates)
            {
                yield return (proposed.Candidate, Tell(proposed.Candidate, proposed.Predictions), seconds);
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

    private double[] Tell(Candidate candidate, IReadOnlyList<ObjectivePrediction> expected)
    {
        var values = evaluate(candidate);
        _observed.Add(new(_observed.Count + 1, candidate, values) { Expected = expected });
        return values;
    }
}
