using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles;

/// <summary>Where a value stands in a program's output. Closed set.</summary>
/// <param name="File">The file; null for standard output.</param>
/// <param name="Factor">What the number is multiplied with.</param>
public abstract record ValueFile(string? File, double Factor)
{
    /// <summary>The group of a regular expression's last, or first, match.</summary>
    /// <param name="File">The file; null for standard output.</param>
    /// <param name="Factor">What the number is multiplied with.</param>
    /// <param name="Expression">The expression, with one group.</param>
    /// <param name="First">Whether the first match counts.</param>
    public sealed record Pattern(string? File, double Factor, Regex Expression, bool First) : ValueFile(File, Factor);

    /// <summary>A value of a JSON file.</summary>
    /// <param name="File">The file; null for standard output.</param>
    /// <param name="Factor">What the number is multiplied with.</param>
    /// <param name="Path">Where, such as <c>steps[-1].energy</c>.</param>
    public sealed record Json(string? File, double Factor, string Path) : ValueFile(File, Factor);

    /// <summary>A value of an XML file.</summary>
    /// <param name="File">The file; null for standard output.</param>
    /// <param name="Factor">What the number is multiplied with.</param>
    /// <param name="Path">An XPath 1.0 expression.</param>
    public sealed record Xml(string? File, double Factor, string Path) : ValueFile(File, Factor);

    /// <summary>A value of a table.</summary>
    /// <param name="File">The file; null for standard output.</param>
    /// <param name="Factor">What the number is multiplied with.</param>
    /// <param name="Column">The column's name.</param>
    /// <param name="Row">The row from 0, or from the end below zero.</param>
    /// <param name="Separator">Between columns; null for white space.</param>
    public sealed record Csv(string? File, double Factor, string Column, int Row, char? Separator) : ValueFile(File, Factor);
}
