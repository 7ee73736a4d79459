using ClosedLoop.Campaigns;
using ClosedLoop.Storage;

namespace ClosedLoop.Journal;

/// <summary>Opens journals in a data folder: <c>campaigns/{name}/journal.jsonl</c> and <c>lab/{lab}/journal.jsonl</c>.</summary>
/// <param name="disk">The disk.</param>
/// <param name="dataFolder">The data folder.</param>
public sealed class Journals(IDisk disk, string dataFolder)
{
    /// <summary>The folder of a campaign.</summary>
    public string FolderOf(string campaign) => Path.Combine(dataFolder, "campaigns", campaign);

    /// <summary>The raw data files of a campaign.</summary>
    public RawFiles RawFiles(string campaign) => new(disk, Path.Combine(FolderOf(campaign), "raw"));

    /// <summary>The names of all campaigns in the data folder.</summary>
    public IReadOnlyList<string> Campaigns() => disk.ListFolders(Path.Combine(dataFolder, "campaigns"));

    /// <summary>Whether opening again later may help: the disk was full or failed, and no journal is damaged or held by another host.</summary>
    public static bool MayPass(IOException error) => error is not (LogDamagedException or FileInUseException);

    /// <summary>Opens a campaign's journal for writing, empty when it is new.</summary>
    /// <exception cref="FileInUseException">Another host holds it.</exception>
    /// <exception cref="LogDamagedException">It is damaged in the middle; the line is named.</exception>
    public IJournal<CampaignEvent> OpenCampaign(string campaign)
    {
        var path = PathOf(campaign);
        return new EventJournal<CampaignEvent>(DurableLog.Open(disk, path), path, EventNames.Campaign, happened => happened.At, Dated);
    }

    /// <summary>Reads a campaign's durable events without holding it, also while another process writes.</summary>
    /// <exception cref="FileNotFoundException">There is no such campaign.</exception>
    /// <exception cref="LogDamagedException">It is damaged in the middle; the line is named.</exception>
    public IReadOnlyList<CampaignEvent> ReadCampaign(string campaign)
    {
        var path = PathOf(campaign);
        return EventJournal<CampaignEvent>.Read(DurableLog.ReadCommitted(disk, path), path, EventNames.Campaign, Dated);
    }

    /// <summary>Opens the lab's journal for writing, empty when it is new.</summary>
    /// <exception cref="FileInUseException">Another host owns the lab.</exception>
    /// <exception cref="LogDamagedException">It is damaged in the middle; the line is named.</exception>
    public IJournal<LabEvent> OpenLab(string lab)
    {
        var path = PathOfLab(lab);
        return new EventJournal<LabEvent>(DurableLog.Open(disk, path), path, EventNames.Lab, happened => happened.At, Dated);
    }

    /// <summary>Reads the lab's durable events without holding it, also while another process writes.</summary>
    /// <exception cref="FileNotFoundException">There is no such lab.</exception>
    /// <exception cref="LogDamagedException">It is damaged in the middle; the line is named.</exception>
    public IReadOnlyList<LabEvent> ReadLab(string lab)
    {
        var path = PathOfLab(lab);
        return EventJournal<LabEvent>.Read(DurableLog.ReadCommitted(disk, path), path, EventNames.Lab, Dated);
    }

    private string PathOfLab(string lab) => Path.Combine(dataFolder, "lab", lab, "journal.jsonl");

    private string PathOf(string campaign) => Path.Combine(FolderOf(campaign), "journal.jsonl");

    private static LabEvent Dated(LabEvent happened, DateTimeOffset at) => happened with { At = at };

    private static CampaignEvent Dated(CampaignEvent happened, DateTimeOffset at) => happened with { At = at };
}
