namespace ClosedLoop.Domain;

/// <summary>What a campaign's author decides about the optimizer instead of leaving it to the data; everything is automatic by default.</summary>
public sealed record OptimizerOptions
{
    /// <summary>What models the objectives; chosen by leave-one-out predictive density by default.</summary>
    public SurrogateKind Surrogate { get; init; } = SurrogateKind.Auto;

    /// <summary>What a further trial is valued by; chosen by the shape of space, data and objectives by default.</summary>
    public AcquisitionKind Acquisition { get; init; } = AcquisitionKind.Auto;
}
