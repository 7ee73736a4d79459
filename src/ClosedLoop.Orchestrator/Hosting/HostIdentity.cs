namespace ClosedLoop.Orchestrator;

/// <summary>Who a host is, and its one source of chance.</summary>
/// <param name="Host">The host's id; letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Runtime">The .NET runtime, for replay.</param>
/// <param name="VectorWidth">Width of a SIMD register in bits, for replay.</param>
/// <param name="NewRunSuffix">Makes the random part of a run id.</param>
public sealed record HostIdentity(string Host, string Runtime, int VectorWidth, Func<string> NewRunSuffix)
{
    /// <summary>Whether what it runs are dry runs: their journals say so, and no other host continues them. False by default.</summary>
    public bool DryRun { get; init; }
}
