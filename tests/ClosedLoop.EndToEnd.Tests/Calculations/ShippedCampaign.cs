using System.Text.RegularExpressions;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A shipped campaign on a real code, made short, with its lab in a folder of its own.</summary>
internal static class ShippedCampaign
{
    /// <summary>The text of a file of the checkout.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Executable.Checkout, path));

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The folder with shared data beside the checkout; null when it is not on this machine.</summary>
    public static string? Shared(string path) => Path.Combine(Executable.Checkout, "..", "shared", path) is var shared && File.Exists(shared) ? shared : null;

    /// <summary>Writes a campaign with another budget; its lab is the shipped one unless given.</summary>
    /// <returns>The campaign's path.</returns>
    public static string Write(TestFolder folder, string name, Func<string, string> change, string? lab = null)
    {
        var campaigns = Directory.CreateDirectory(Path.Combine(folder.FullPath, "campaigns")).FullName;
        foreach (var kept in new[] { "templates", "molecules", "tables" })
        {
            Directory.CreateSymbolicLink(Path.Combine(campaigns, kept), Path.Combine(Executable.Checkout, "campaigns", kept));
        }

        // Tests have their labs in the folder itself.
        folder.Write($"{name}.yaml", (lab ?? Text($"labs/{name}.yaml")).Replace("../campaigns/", "campaigns/", StringComparison.Ordinal));
        return folder.Write(Path.Combine("campaigns", $"{name}.yaml"), change(Text($"campaigns/{name}.yaml")));
    }

    /// <summary>The campaign's text with other keys in the place of its budget.</summary>
    public static string WithBudget(string campaign, string budget) => Regex.Replace(campaign, "^budget:.*$", budget, RegexOptions.Multiline);
}
