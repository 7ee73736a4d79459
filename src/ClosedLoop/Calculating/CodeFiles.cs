using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop;

/// <summary>What codes that know their own output have in common: files that a lab file names, and outputs.</summary>
internal static class CodeFiles
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="TemplateException">It was not found; the message names the line.</exception>
    public static string Text(string lab, int line, DataFolder folder, string written) =>
        folder.Resolve(written) is { } path && File.Exists(path) ? File.ReadAllText(path) : throw new TemplateException($"{lab}({line}): '{written}' was not found");

    /// <summary>The outputs.</summary>
    public static DeclaredOutput[] Outputs(IReadOnlyList<OutputFile> outputs) =>
        [.. outputs.Select(output => new DeclaredOutput(output.Name) { Quantity = output.Quantity, Formula = output.Formula, Unit = output.Unit, At = output.At })];
}
