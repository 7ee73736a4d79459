using ClosedLoop.Campaigns;
using ClosedLoop.Storage;

namespace ClosedLoop.Journal.Tests;

/// <summary>A journal of format version 1 as the first release wrote it. It opens for ever; the file is never made anew.</summary>
public sealed class GoldenJournalTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    private readonly string _folder = Directory.CreateTempSubdirectory("closedloop-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CampaignJournal_OfVersion1_OpensAndSaysTheSame()
    {
        Copy("campaign-v1.jsonl", "campaigns", "alloy");
        using var journal = new Journals(new FileDisk(), _folder).OpenCampaign("alloy");
        journal.Torn.ShouldBeNull();
        journal.Events.Select(Same.Text).ShouldBe(Examples.Events.Select(Same.Text));
        journal.Append([new CampaignResumed("again") { At = Examples.At }]);
    }

    [Fact]
    public void LabJournal_OfVersion1_OpensAndSaysTheSame()
    {
        Copy("lab-v1.jsonl", "lab", "demo");
        using var journal = new Journals(new FileDisk(), _folder).OpenLab("demo");
        journal.Events.ShouldBe(Examples.LabEvents);
    }

    /// <summary>What is written today is byte for byte what was written then: who reads journals with other programs may rely on it.</summary>
    [Fact]
    public void Journal_WrittenToday_HasTheBytesOfVersion1()
    {
        var journals = new Journals(new FileDisk(), _folder);
        using (var campaign = journals.OpenCampaign("alloy"))
        {
            campaign.Append([.. Examples.Events.Take(2)]);
            campaign.Append([.. Examples.Events.Skip(2)]);
        }

        using (var lab = journals.OpenLab("demo"))
        {
            lab.Append(Examples.LabEvents);
        }

        File.ReadAllLines(Path.Combine(_folder, "campaigns", "alloy", "journal.jsonl")).ShouldBe(File.ReadAllLines(Path.Combine(Golden, "campaign-v1.jsonl")));
        File.ReadAllLines(Path.Combine(_folder, "lab", "demo", "journal.jsonl")).ShouldBe(File.ReadAllLines(Path.Combine(Golden, "lab-v1.jsonl")));
    }

    private void Copy(string golden, params string[] to)
    {
        var folder = Path.Combine([_folder, .. to]);
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(Golden, golden), Path.Combine(folder, "journal.jsonl"));
    }
}
