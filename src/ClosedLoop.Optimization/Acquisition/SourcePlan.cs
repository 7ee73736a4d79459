namespace ClosedLoop.Optimization;

/// <summary>
/// What a trial at each source is worth, one candidate after another. At the target: improvement over the best that the target has. At a cheap source: by how much
/// a measurement there can be expected to improve on what the model promises already, as what it says of the target will be known and can then be had there. A
/// source that says nothing of the target moves nothing and is worth nothing. What is pending anywhere conditions every source.
/// </summary>
internal sealed class SourcePlan
{
    /// <summary>What it does, in words.</summary>
    public const string Reason =
        "acquisition: log expected improvement for cost; of a cheap source, by what its measurement would make known of the target, beyond the best that is promised already";

    private readonly SourceTree _tree;
    private readonly double? _aim;
    private readonly RandomStream _stream;
    private readonly List<double[]> _tried = [];
    private readonly List<double[]> _triedAtTarget = [];
    private JointPosterior[] _joint;
    private IAcquisitionFactor[] _factors;

    /// <param name="joint">One for each objective (lower is better), given the data.</param>
    /// <param name="tree">The sources.</param>
    /// <param name="points">Encoded observed points of all sources.</param>
    /// <param name="counting">Those of them that can be best, at the target; at least one.</param>
    /// <param name="aim">The value to approach in standardized units, with one objective; null when lower is better.</param>
    /// <param name="factors">Probabilities that values are multiplied by.</param>
    /// <param name="stream">Chance of the draws.</param>
    public SourcePlan(
        IReadOnlyList<JointPosterior> joint,
        SourceTree tree,
        IReadOnlyList<double[]> points,
        IReadOnlyList<double[]> counting,
        double? aim,
        IReadOnlyList<IAcquisitionFactor> factors,
        RandomStream stream)
    {
        (_joint, _tree, _aim, _factors, _stream) = ([.. joint], tree, aim, [.. factors], stream);
        _tried.AddRange(points);
        _triedAtTarget.AddRange(counting);
    }

    /// <summary>The acquisition of a source, not yet divided by its cost, given everything pending so far.</summary>
    public IAcquisition Acquisition(int source)
    {
        var value = source == _tree.Target
            ? Plan([.. _joint.Select(each => each.Latent(source))], _triedAtTarget)
            : Plan([.. _joint.Select(each => each.Seen(_tree.Target, source))], _tried);
        return _factors.Length == 0 ? value.Acquisition() : new WeightedAcquisition(value.Acquisition(), _factors);
    }

    /// <summary>Points worth searching around, best first: those that the model thinks well of, wherever they were tried.</summary>
    public IReadOnlyList<double[]> Promising() => Plan([.. _joint.Select(each => each.Latent(_tree.Target))], _tried).Promising;

    /// <summary>Conditions on a trial in flight.</summary>
    public void Pend(double[] point, int source)
    {
        var scenarios = Fantasies.Scenarios(_joint.Length);
        _joint = [.. _joint.Select(each => each.Condition(point, source, Fantasies.Draw(each.Latent(source), point, scenarios, _stream)))];
        _tried.Add(point);
        if (source == _tree.Target)
        {
            _triedAtTarget.Add(point);
            _factors = [.. _factors.Select(factor => factor.Pend(point))];
        }
    }

    private IAcquisitionPlan Plan(IPosterior[] posteriors, List<double[]> tried) =>
        posteriors.Length > 1 ? new HypervolumePlan(posteriors, tried, _stream) : new ImprovementPlan(posteriors[0], tried, _aim, _stream);
}
