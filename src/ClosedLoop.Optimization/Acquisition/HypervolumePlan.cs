using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Builds log expected hypervolume improvement step by step: a front from the data, then one pending point after another.</summary>
internal sealed class HypervolumePlan : IAcquisitionPlan
{
    // Of the front's extent, beyond its worst values: ends of the front that are not yet found must lie before the reference.
    private const double Margin = 0.3;

    // Standard deviations of a difference.
    private const double Significant = 2;

    // Objectives from which on the ends of a front are doubted.
    private const int FewestDoubted = 3;

    // Boxes grow with a power of the front; beyond these sizes the most crowded points are left out.
    private static readonly int[] LargestFront = [0, 0, 200, 64, 24];

    private readonly RandomStream _stream;
    private readonly double[] _reference;
    private readonly string _name;
    private IPosterior[] _posteriors;
    private List<double[]>[] _fronts;

    /// <param name="posteriors">One for each objective (lower is better), given the data; one scenario each, or for each the same number of draws of the latent values.</param>
    /// <param name="observed">Encoded observed points that count, at least one.</param>
    /// <param name="stream">Chance of the draws.</param>
    public HypervolumePlan(IReadOnlyList<IPosterior> posteriors, IReadOnlyList<double[]> observed, RandomStream stream)
    {
        (_posteriors, _stream) = ([.. posteriors], stream);
        var scenarios = posteriors[0].Scenarios;
        double[][] means = [.. posteriors.Select(_ => new double[observed.Count * scenarios])];
        double[][] deviations = [.. posteriors.Select((posterior, o) => Deviations(posterior, observed, means[o], posteriors.Count >= FewestDoubted))];

        // The reference and the search look at what the scenarios say on average.
        double[][] outcomes = [.. observed.Select((_, i) => means.Select(values => values.AsSpan(i * scenarios, scenarios).ToArray().Average()).ToArray())];
        var front = ParetoFront.Of(outcomes).ToHashSet();
        _reference = Reference(Ends(front, outcomes, deviations), outcomes);
        Promising = [.. Enumerable.Range(0, observed.Count).OrderBy(i => front.Contains(outcomes[i]) ? 0 : 1).ThenBy(i => i).Select(i => observed[i])];
        _fronts = [.. Enumerable.Range(0, scenarios).Select(m => Thin(
            [.. ParetoFront.Of([.. observed.Select((_, i) => means.Select(values => values[(i * scenarios) + m]).ToArray())])]))];
        _name = scenarios > 1 ? "logNEHVI" : "logEHVI";
    }

    /// <summary>Probability that a pending trial will count; null when all do.</summary>
    public Func<double[], double>? Chance { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Promising { get; }

    /// <summary>Whether objectives are of a kind and number that this serves: two to four, none with a target.</summary>
    public static bool Fits(IReadOnlyList<Objective> objectives) =>
        objectives.Count >= 2 && objectives.Count < LargestFront.Length && objectives.All(objective => objective.Goal != Goal.Target);

    /// <inheritdoc/>
    public IAcquisition Acquisition() =>
        new LogHypervolumeImprovement(_name, _posteriors, [.. _fronts.Select(front => new BoxDecomposition(front, _reference))]);

    /// <inheritdoc/>
    public void Pend(double[] point)
    {
        var scenarios = Fantasies.Scenarios(_posteriors.Length);
        double[][] draws = [.. _posteriors.Select(posterior => Fantasies.Draw(posterior, point, scenarios, _stream))];
        var counts = Chance is null ? null : Fantasies.Happens(Chance(point), scenarios, _stream);
        _fronts = [.. Enumerable.Range(0, scenarios).Select(m => _fronts[_fronts.Length == 1 ? 0 : m] is var front && counts?[m] == false
            ? front
            : Thin([.. ParetoFront.Of([.. front, [.. draws.Select(values => values[m])]])]))];
        _posteriors = [.. _posteriors.Select((posterior, o) => posterior.Condition(point, draws[o]))];
    }

    // Writes means. What is unknown of each value besides matters to many objectives only, and takes far longer.
    private static double[] Deviations(IPosterior posterior, IReadOnlyList<double[]> observed, double[] means, bool matter)
    {
        var deviations = new double[observed.Count];
        if (!matter)
        {
            posterior.Means(observed, means);
            return deviations;
        }

        posterior.Predict(observed, means, deviations);
        var scenarios = posterior.Scenarios;
        return [.. deviations.Select((deviation, i) => Math.Sqrt((deviation * deviation) + Variance(means.AsSpan(i * scenarios, scenarios))))];
    }

    // The worst values on the front and a little more; a front of one point takes its extent from the data.
    private static double[] Reference(double[][] front, double[][] all) =>
    [
        .. front[0].Select((_, o) =>
        {
            var (best, worst) = (front.Min(point => point[o]), front.Max(point => point[o]));
            var extent = worst > best ? worst - best : all.Max(point => point[o]) - best;
            return worst + (Margin * (extent > 0 ? extent : 1));
        }),
    ];

    // The members of the front that tell where it ends. With two objectives its steep ends are worth having; with more, most that look like ends are not.
    private static double[][] Ends(HashSet<double[]> front, double[][] outcomes, double[][] deviations)
    {
        int[] members = [.. Enumerable.Range(0, outcomes.Length).Where(i => front.Contains(outcomes[i]))];
        int[] sure = outcomes[0].Length < FewestDoubted ? members : [.. members.Where(i => !Array.Exists(members, j => IsSurelyBeaten(i, j, outcomes, deviations)))];
        return [.. (sure.Length > 0 ? sure : members).Select(i => outcomes[i])];
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value / values.Length;
        }

        foreach (var value in values)
        {
            squares += (value - sum) * (value - sum) / values.Length;
        }

        return squares;
    }

    // Better than another in no objective by more than what is unknown of both, but worse by more in one: such points lie beyond the ends of the front (Ikeda
    // et al. 2001), and a reference that includes them invites more of their kind.
    private static bool IsSurelyBeaten(int i, int j, double[][] outcomes, double[][] deviations)
    {
        var isWorse = false;
        for (var o = 0; o < outcomes[i].Length; o++)
        {
            var doubt = Significant * Math.Sqrt((deviations[o][i] * deviations[o][i]) + (deviations[o][j] * deviations[o][j]));
            var worse = outcomes[i][o] - outcomes[j][o];
            if (worse < -doubt)
            {
                return false;
            }

            isWorse |= worse > doubt;
        }

        return isWorse;
    }

    private static List<double[]> Thin(List<double[]> front)
    {
        while (front.Count > LargestFront[front[0].Length])
        {
            // The point whose nearest neighbour is nearest; ends of the front have the best of one objective and stay.
            var crowded = Enumerable.Range(0, front.Count)
                .Where(i => Enumerable.Range(0, front[i].Length).All(o => front.Any(other => other[o] < front[i][o])))
                .DefaultIfEmpty(0)
                .MinBy(i => front.Where(other => !ReferenceEquals(other, front[i])).Min(other => other.Zip(front[i], (a, b) => (a - b) * (a - b)).Sum()));
            front.RemoveAt(crowded);
        }

        return front;
    }
}
