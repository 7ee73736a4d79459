using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>Why a step does not begin.</summary>
/// <param name="Id">The attempt that waits.</param>
/// <param name="Reason">In words, naming instruments and samples.</param>
/// <param name="Expected">When it is expected to begin; null when nobody can tell.</param>
public sealed record StepWait(DispatchId Id, string Reason, DateTimeOffset? Expected)
{
    /// <summary>The stock that a person must fill up first, or null.</summary>
    public string? Lacks { get; init; }
}
