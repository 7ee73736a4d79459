using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles;

/// <summary>Something to look for in a program's output.</summary>
/// <param name="File">The file; null for standard output.</param>
/// <param name="Pattern">A regular expression.</param>
public sealed record SignFile(string? File, Regex Pattern);
