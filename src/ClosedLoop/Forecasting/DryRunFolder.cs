using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.DryRuns;
using ClosedLoop.Reports;

namespace ClosedLoop;

/// <summary>
/// Where dry runs are kept, never among campaigns: a journal here is never continued by a real host, and made anew by each dry run of the same name.
/// </summary>
internal sealed class DryRunFolder
{
    private DryRunFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>The folder of a campaign's dry runs, emptied of an earlier one's files.</summary>
    /// <exception cref="BadInputException">The folder asked for holds something else.</exception>
    public static DryRunFolder Prepare(string dataFolder, string campaign, string? wanted)
    {
        var folder = new DryRunFolder(Path.GetFullPath(wanted ?? Path.Combine(dataFolder, "dry-runs", campaign)));
        var campaigns = Path.GetFullPath(Path.Combine(dataFolder, "campaigns")) + Path.DirectorySeparatorChar;
        if ((folder.FullPath + Path.DirectorySeparatorChar).StartsWith(campaigns, StringComparison.Ordinal))
        {
            throw new BadInputException($"--out {wanted}: dry runs are never kept among campaigns; choose a folder outside of {campaigns}");
        }

        if (Directory.Exists(folder.FullPath) && Directory.EnumerateFileSystemEntries(folder.FullPath).Any() && !File.Exists(folder.Mark))
        {
            throw new BadInputException($"--out {folder.FullPath}: the folder holds something that is not of a dry run; choose another, or an empty one");
        }

        if (Directory.Exists(folder.FullPath))
        {
            Directory.Delete(folder.FullPath, recursive: true);
        }

        Directory.CreateDirectory(folder.FullPath);
        File.WriteAllText(
            folder.Mark,
            "Nothing in here happened: these are dry runs, in virtual time, with simulated instruments. Each dry run of the campaign replaces them.\n");
        return folder;
    }

    private string Mark => Path.Combine(FullPath, "DRY-RUN.txt");

    /// <summary>Keeps a run's journal and its report.</summary>
    /// <param name="outcome">The run.</param>
    /// <param name="arm">Its arm in a comparison; empty without one.</param>
    /// <param name="source">The campaign file.</param>
    public void Keep(DryRunOutcome outcome, string arm, string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(FullPath, "runs", $"{arm}{(arm.Length > 0 ? "-" : "")}{outcome.Number:d3}")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "journal.jsonl"), outcome.Journal);
        File.WriteAllText(
            Path.Combine(folder, "report.html"),
            CampaignReport.Html(outcome.Events, source, CampaignLoop.Fold(outcome.Events).LastAt),
            Encoding.UTF8);
    }

    /// <summary>Writes a file of the folder; returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(FullPath, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
