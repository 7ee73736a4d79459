using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// Watches whether the candidates that the surrogate chose crowd without bringing anything: the last ten lie, on average, nearer to each other than 5 % of the distance between random candidates,
/// and none of them improved on what was there before by more than noise or a hundredth of the spread of all results. Random candidates practically never do
/// that (none of 2,000 simulated campaigns of 100 trials in one to six dimensions); a search that has converged does, and is then better stopped.
/// </summary>
internal static class DiversityAlarm
{
    /// <summary>How many candidates are looked at.</summary>
    public const int Window = 10;

    private const double Crowded = 0.05;
    private const double LeastImprovement = 0.01;
    private const int RandomPoints = 64;

    /// <summary>The alarm, if it stands.</summary>
    /// <param name="chosen">Observed trials that a surrogate chose, in the order in which they ended.</param>
    /// <param name="observed">All observed trials in that order.</param>
    /// <param name="objectives">What is wanted.</param>
    /// <param name="noises">For each objective the standard deviation of noise.</param>
    /// <param name="space">The space.</param>
    /// <param name="seed">The campaign's seed.</param>
    public static ModelAlarm? Of(
        IReadOnlyList<ObservedTrial> chosen, IReadOnlyList<ObservedTrial> observed, IReadOnlyList<Objective> objectives, double[] noises, EncodedSpace space, ulong seed)
    {
        if (chosen.Count < Window)
        {
            return null;
        }

        var random = MeanDistance(new InputDistribution(space).Draw(RandomPoints, new RandomStream(seed, StreamPurpose.Explanations, 4)));
        var points = chosen.Select(trial => space.Encoding.Encode(trial.Candidate)).ToArray();
        var improved = Improvements(observed, objectives, noises);
        var (since, share) = ((int?)null, 1.0);
        for (var end = Window; end <= points.Length; end++)
        {
            share = random > 0 ? MeanDistance(points[(end - Window)..end]) / random : 1;
            var standing = share < Crowded && !chosen.Take(end).Skip(end - Window).Any(trial => improved.Contains(trial.Trial));
            since = standing ? since ?? chosen[end - 1].Trial : null;
        }

        return since is not { } trial ? null : new(AlarmKind.DiversityCollapse, null, trial, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"the last {Window} chosen candidates lie within {100 * share:F1} % of the usual distance of each other and none improved on those before: the search has converged or is stuck"));
    }

    private static double MeanDistance(double[][] points)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var squares = 0.0;
                for (var d = 0; d < points[i].Length; d++)
                {
                    squares += (points[i][d] - points[j][d]) * (points[i][d] - points[j][d]);
                }

                sum += Math.Sqrt(squares);
            }
        }

        return 2 * sum / (points.Length * (points.Length - 1.0));
    }

    // Trials that none before beats in all objectives, even with a margin.
    private static HashSet<int> Improvements(IReadOnlyList<ObservedTrial> observed, IReadOnlyList<Objective> objectives, double[] noises)
    {
        var losses = observed.Select(trial => objectives.Select((objective, o) => objective.Loss(trial.Values![o])).ToArray()).ToArray();
        double[] margins = [.. objectives.Select((_, o) => Math.Max(noises[o], LeastImprovement * Spread([.. losses.Select(loss => loss[o])])))];
        var improved = new HashSet<int>();
        for (var t = 0; t < losses.Length; t++)
        {
            if (losses.Take(t).All(before => Enumerable.Range(0, objectives.Count).Any(o => losses[t][o] < before[o] - margins[o])))
            {
                improved.Add(observed[t].Trial);
            }
        }

        return improved;
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
