using ClosedLoop.Soaks;

namespace ClosedLoop.Simulation.Tests;

/// <summary>A fault planted in one project's source.</summary>
/// <param name="Project">The project's folder, below the checkout.</param>
/// <param name="Edits">What is written instead of what; each text is there exactly once.</param>
/// <param name="CaughtAs">The promises of which at least one is seen broken.</param>
internal sealed record Mutant(string Project, IReadOnlyList<Edit> Edits, IReadOnlyList<Promise> CaughtAs);
