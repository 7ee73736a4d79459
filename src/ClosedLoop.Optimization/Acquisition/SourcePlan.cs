namespace ClosedLoop.Optimization;

/// <summary>
/// What a trial at each source is worth, one candidate after another. At the target: improvement over the best that the target has. At a cheap source: by how much
/// a measurement there can be expected to improve on what the model promises already, as what it says of the target will be known and can then be had there. A
/// source that says nothing of the target moves nothing and is worth nothing. What is pending anywhere conditions every source.
/// </summary>
internal sealed class SourcePlan
{
    private readonly SourceTree _tree;
    private readonly double? _aim;
    private readonly RandomStream _stream;
    private readonly List<double[]> _tried = [];
    private readonly List<double[]> _triedAtTarget = [];
    private JointPosterior[] _joint;

    /// <param name="joint">One for each objective (lower is better), given the data.</param>
    /// <param name="tree">The sources.</param>
    /// <param name="points">Encoded observed points.</param>
    /// <param name="sources">For each of them its source.</param>
    /// <param name="aim">The value to approach in standardized units, with one objective; null when lower is better.</param>
    /// <param name="stream">Chance of the draws.</param>
    public SourcePlan(IReadOnlyList<JointPosterior> joint, SourceTree tree, IReadOnlyList<double[]> points, IReadOnlyList<int> sources, double? aim, RandomStream stream)
    {
        (_joint, _tree, _aim, _stream) = ([.. joint], tree, aim, stream);
        for (var i = 0; i < points.Count; i++)
        {
            Tried(points[i], sources[i]);
        }
    }

    /// <summary>The acquisition of a source, not yet divided by its cost, given everything pending so far.</summary>
    public IAcquisitionPlan Plan(int source) => source == _tree.Target
        ? Plan([.. _joint.Select(each => each.Latent(source))], _triedAtTarget)
        : Plan([.. _joint.Select(each => each.Seen(_tree.Target, source))], _tried);

    /// <summary>Points worth searching around, best first: those that the model thinks well of, wherever they were tried.</summary>
    public IReadOnlyList<double[]> Promising() => Plan([.. _joint.Select(each => each.Latent(_tree.Target))], _tried).Promising;

    /// <summary>Conditions on a trial in flight.</summary>
    public void Pend(double[] point, int source)
    {
        var scenarios = Fantasies.Scenarios(_joint.Length);
        _joint = [.. _joint.Select(each => each.Condition(point, source, Fantasies.Draw(each.Latent(source), point, scenarios, _stream)))];
        Tried(point, source);
    }

    private IAcquisitionPlan Plan(IPosterior[] posteriors, List<double[]> tried) =>
        posteriors.Length > 1 ? new HypervolumePlan(posteriors, tried, _stream) : new ImprovementPlan(posteriors[0], tried, _aim, _stream);

    private void Tried(double[] point, int source)
    {
        _tried.Add(point);
        if (source == _tree.Target)
        {
            _triedAtTarget.Add(point);
        }
    }
}
