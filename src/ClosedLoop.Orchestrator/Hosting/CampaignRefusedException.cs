namespace ClosedLoop.Orchestrator;

/// <summary>A campaign cannot be run as asked; nothing was changed.</summary>
/// <param name="message">Why.</param>
/// <param name="difference">For a changed file: the lines that differ.</param>
public sealed class CampaignRefusedException(string message, IReadOnlyList<string> difference) : Exception(message)
{
    /// <summary>For a changed file: the lines that differ; else empty.</summary>
    public IReadOnlyList<string> Difference { get; } = difference;
}
