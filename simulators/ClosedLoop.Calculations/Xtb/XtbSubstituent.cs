namespace ClosedLoop.Calculations;

/// <summary>A place of a molecule where one of several groups stands.</summary>
/// <param name="Input">The input that names the group.</param>
/// <param name="Atom">The atom of the geometry that it replaces, counted from 1; it has one bond.</param>
public sealed record XtbSubstituent(string Input, int Atom);
