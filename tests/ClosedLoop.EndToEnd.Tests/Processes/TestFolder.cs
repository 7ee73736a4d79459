using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Storage;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A folder of its own for a test, with its data folder in it; kept for a look when CLOSEDLOOP_KEEP is set.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly FileDisk _disk = new();

    public string FullPath { get; } = Directory.CreateTempSubdirectory("closedloop-test-").FullName;

    public string Data => Path.Combine(FullPath, "data");

    public Journals Journals => new(_disk, Data);

    public string Write(string name, string text)
    {
        var path = Path.Combine(FullPath, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The durable events of a campaign so far, the chain of hashes verified; none when there is no journal yet.</summary>
    public IReadOnlyList<CampaignEvent> Events(string campaign) =>
        File.Exists(Path.Combine(Journals.FolderOf(campaign), "journal.jsonl")) ? Journals.ReadCampaign(campaign) : [];

    public CampaignState State(string campaign) => CampaignLoop.Fold(Events(campaign));

    /// <summary>The lab's durable events, read from a copy, because its owner holds the journal.</summary>
    public IReadOnlyList<LabEvent> LabEvents(string lab)
    {
        var copy = Directory.CreateTempSubdirectory("closedloop-lab-").FullName;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(copy, "lab", lab)).FullName;
            File.Copy(Path.Combine(Data, "lab", lab, "journal.jsonl"), Path.Combine(folder, "journal.jsonl"));
            using var journal = new Journals(_disk, copy).OpenLab(lab);
            return journal.Events;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_KEEP") is null)
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
