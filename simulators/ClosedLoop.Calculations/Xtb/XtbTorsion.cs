namespace ClosedLoop.Calculations;

/// <summary>A torsion that is turned to an angle before the calculation, and held there while everything else relaxes.</summary>
/// <param name="Atoms">Four atoms of the geometry, counted from 1.</param>
/// <param name="Angle">A number or formula of inputs in degrees, such as <c>phi</c>.</param>
public sealed record XtbTorsion(IReadOnlyList<int> Atoms, string Angle);
