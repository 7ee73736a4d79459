using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles;

/// <summary>
/// Finds the files that a campaign or lab file names: relative to that file, with <c>${NAME}</c> standing for an environment variable.
/// <c>${CLOSEDLOOP_DATA}</c> has a default, the folder <c>shared/data</c> beside the checkout.
/// </summary>
/// <param name="folder">The folder of the file that names others.</param>
/// <param name="environment">Looks up an environment variable; null when it is not set.</param>
public sealed partial class DataFolder(string folder, Func<string, string?> environment)
{
    /// <summary>The environment variable that names the folder of data that is not part of the checkout.</summary>
    public const string Variable = "CLOSEDLOOP_DATA";

    /// <summary>For the files that a given file names, with the variables of this process.</summary>
    public static DataFolder Of(string file) =>
        new(
            Path.GetDirectoryName(Path.GetFullPath(file)) ?? throw new ArgumentException("A file lies in a folder", nameof(file)),
            Environment.GetEnvironmentVariable);

    /// <summary>The full path of a file as another one names it; null when it uses a variable that is not set.</summary>
    public string? Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isComplete = true;
        var expanded = VariableForm().Replace(path, match =>
        {
            var value = environment(match.Groups[1].Value) is { Length: > 0 } set ? set : match.Groups[1].Value == Variable ? BesideCheckout() : null;
            isComplete &= value is not null;
            return value ?? "";
        });
        return isComplete ? Path.GetFullPath(expanded, Path.GetFullPath(folder)) : null;
    }

    /// <summary>The text of a file as another one names it; null when there is none. Hand this to <see cref="CampaignFileReader.Read"/>.</summary>
    /// <exception cref="IOException">The file is there but cannot be read.</exception>
    public string? ReadText(string path) => Resolve(path) is { } full && File.Exists(full) ? File.ReadAllText(full) : null;

    /// <summary>What to tell the author of a file whose table is not found.</summary>
    internal static string Missing(string path)
    {
        var variable = VariableForm().Match(path);
        return variable.Success
            ? $"'{path}' was not found; set the environment variable {variable.Groups[1].Value} to the folder that holds "
                + $"'{path[(variable.Index + variable.Length)..].TrimStart('/', '\\')}'"
            : $"'{path}' was not found; the path is relative to the folder of this file";
    }

    // Campaigns may lie in sub-folders of the checkout, so the nearest folder above that has one counts.
    private string BesideCheckout()
    {
        for (var above = new DirectoryInfo(Path.GetFullPath(folder)); above is not null; above = above.Parent)
        {
            var data = Path.Combine(above.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return Path.GetFullPath(Path.Combine(folder, "..", "..", "shared", "data"));
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex VariableForm();
}
