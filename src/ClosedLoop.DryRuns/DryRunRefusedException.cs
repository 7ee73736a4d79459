namespace ClosedLoop.DryRuns;

/// <summary>A dry run cannot be made as asked; every line says what is missing and what to add.</summary>
/// <param name="lines">All mistakes.</param>
public sealed class DryRunRefusedException(IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    /// <summary>All mistakes.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
