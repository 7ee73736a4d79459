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

        return new OptimizerOptions
        {
            Surrogate = map.Find("surrogate") is { } surrogate ? Surrogate(surrogate) : SurrogateKind.Auto,
            Acquisition = map.Find("acquisition") is { } acquisition ? Acquisition(acquisition) : AcquisitionKind.Auto,
        };
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
