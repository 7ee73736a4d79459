namespace ClosedLoop.Domain;

/// <summary>What a campaign's author decides about the optimizer instead of leaving it to the data; everything is automatic by default.</summary>
public sealed record OptimizerOptions
{
    /// <summary>What models the objectives; chosen by leave-one-out predictive density by default.</summary>
    public SurrogateKind Surrogate { get; init; } = SurrogateKind.Auto;

    /// <summary>What a further trial is valued by; chosen by the shape of space, data and objectives by default.</summary>
    public AcquisitionKind Acquisition { get; init; } = AcquisitionKind.Auto;

    /// <summary>Why the acquisition cannot serve such objectives, or null when it can.</summary>
    public string? WhyNot(IReadOnlyList<Objective> objectives)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        return Acquisition switch
        {
            AcquisitionKind.LevelSet when objectives is not [{ Goal: Goal.Target }] => "a level set needs one objective with goal target: the level that it crosses",
            AcquisitionKind.Hypervolume when objectives.Count is < 2 or > 4 || objectives.Any(objective => objective.Goal == Goal.Target) =>
                "hypervolume needs two to four objectives, none of them with goal target",
            AcquisitionKind.Parego when objectives.Count < 2 => "scalarization (ParEGO) needs at least two objectives",
            _ => null,
        };
    }
}
