using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>Where a program's progress can be seen.</summary>
/// <param name="File">The file.</param>
/// <param name="Pattern">Its last match counts. The first group is how far it is; the second, if there is one, how far it goes.</param>
/// <param name="Of">How far it goes, where the pattern does not say it; 1 by default, so that the group is the share itself.</param>
public sealed record CommandProgress(string File, Regex Pattern, double Of = 1);
