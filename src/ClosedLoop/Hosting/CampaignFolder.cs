using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Reports;
using ClosedLoop.Storage;

namespace ClosedLoop;

/// <summary>A campaign's folder in the data folder, apart from its journal: the file as started, the report, the observations.</summary>
internal sealed class CampaignFolder(string dataFolder, string name)
{
    private readonly FileDisk _disk = new();

    public string FullPath { get; } = Path.GetFullPath(Path.Combine(dataFolder, "campaigns", name));

    private string SourcePath => Path.Combine(FullPath, "campaign.yaml");

    /// <summary>Keeps the campaign file as first started.</summary>
    public void KeepSource(string text)
    {
        if (!_disk.Exists(SourcePath))
        {
            _disk.Write(SourcePath, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>The campaign file as started, or null.</summary>
    public string? Source() => _disk.Exists(SourcePath) ? File.ReadAllText(SourcePath) : null;

    /// <summary>Renames the folder to the next free <c>NAME.1</c>, <c>NAME.2</c>, …; null when there is none.</summary>
    public string? SetAside()
    {
        if (!Directory.Exists(FullPath))
        {
            return null;
        }

        var number = 1;
        while (Directory.Exists($"{FullPath}.{number}"))
        {
            number++;
        }

        Directory.Move(FullPath, $"{FullPath}.{number}");
        return $"{FullPath}.{number}";
    }

    /// <summary>Writes <c>report.html</c> and <c>observations.csv</c>; returns the report's path.</summary>
    public string WriteReport(CampaignState state, IReadOnlyList<CampaignEvent> events)
    {
        var path = Path.Combine(FullPath, "report.html");
        var html = CampaignReport.Html(events, Source(), state.EndedAt ?? state.LastAt, explanation: CampaignExplanation.Of(state));
        _disk.Write(path, Encoding.UTF8.GetBytes(html));
        _disk.Write(Path.Combine(FullPath, "observations.csv"), Encoding.UTF8.GetBytes(CampaignExport.Csv(events)));
        return path;
    }
}
