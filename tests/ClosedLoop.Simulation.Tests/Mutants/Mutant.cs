using ClosedLoop.Soaks;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A fault planted in one project's source.</summary>
/// <param name="Project">The project's folder, below the checkout.</param>
/// <param name="Edits">What is written instead of what; each text is there exactly once.</param>
internal sealed record Mutant(string Project, IReadOnlyList<Edit> Edits)
{
    /// <summary>The worlds in which what it needs is common; anything by default.</summary>
    public SoakAim Aim { get; init; }
}
