namespace ClosedLoop.Simulators;

/// <summary>One variable of a response surface.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lower">Lower end of its customary range; the function is defined beyond.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Levels">The levels of a category, whose range means nothing; null for a number.</param>
public sealed record SurfaceVariable(string Name, double Lower, double Upper, IReadOnlyList<string>? Levels = null);
