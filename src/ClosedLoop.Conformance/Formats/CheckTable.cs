using System.Text;

namespace ClosedLoop.Conformance;

/// <summary>The list of checks.</summary>
public static class CheckTable
{
    /// <summary>A line for each.</summary>
    public static string Text() => string.Concat(ConformanceChecks.All.Select(check => $"{check.Id,-22} {check.Says}\n"));

    /// <summary>A Markdown table whose links lead into <c>contract.md</c> beside it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| check | the contract says |\n|---|---|\n");
        foreach (var check in ConformanceChecks.All)
        {
            text.Append($"| `{check.Id}` | {check.Says} ([rule](contract.md#{check.Rule})) |\n");
        }

        return text.ToString();
    }
}
