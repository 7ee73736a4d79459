using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>optimizer</c>: what is decided instead of left to the data.</summary>
internal sealed class OptimizerSection(NodeReader reader)
{
    /// <summary>The options; null when the key is absent or wrong.</summary>
    public OptimizerOptions? Read(FileNode? node)
    {
        if (node is null || reader.Map(node, CampaignShapes.Optimizer, "{surrogate: gp}") is not { } map)
        {
            return null;
        }

        var options = new OptimizerOptions
        {
            Surrogate = map.Find("surrogate") is { } surrogate ? Surrogate(surrogate) : SurrogateKind.Auto,
            Acquisition = map.Find("acquisition") is { } acquisition ? Acquisition(acquisition) : AcquisitionKind.Auto,
        };
        if (options.Acquisition is AcquisitionKind.Thompson or AcquisitionKind.ActiveLearning && options.Surrogate is not (SurrogateKind.Auto or SurrogateKind.GaussianProcess))
        {
            reader.Errors.Add(map.Node, "this acquisition needs the joint distribution of a Gaussian process; use surrogate: gp, or another acquisition");
        }

        return options;
    }

    private SurrogateKind Surrogate(FileNode node) => reader.Choice(
        node,
        "surrogate",
        ("auto", SurrogateKind.Auto),
        ("gp", SurrogateKind.GaussianProcess),
        ("forest", SurrogateKind.Forest),
        ("linear", SurrogateKind.Linear),
        ("polynomial", SurrogateKind.Polynomial)) ?? SurrogateKind.Auto;

    private AcquisitionKind Acquisition(FileNode node) => reader.Choice(
        node,
        "acquisition",
        ("auto", AcquisitionKind.Auto),
        ("expectedImprovement", AcquisitionKind.ExpectedImprovement),
        ("probabilityOfImprovement", AcquisitionKind.ProbabilityOfImprovement),
        ("confidenceBound", AcquisitionKind.ConfidenceBound),
        ("thompson", AcquisitionKind.Thompson),
        ("levelSet", AcquisitionKind.LevelSet),
        ("activeLearning", AcquisitionKind.ActiveLearning),
        ("hypervolume", AcquisitionKind.Hypervolume),
        ("parego", AcquisitionKind.Parego)) ?? AcquisitionKind.Auto;
}
