using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Storage;

namespace ClosedLoop.Journal.Tests;

public sealed class JournalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("closedloop-journal-").FullName;
    private readonly Journals _journals;

    public JournalsTests() => _journals = new Journals(new FileDisk(), _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NewJournal_IsEmpty()
    {
        using var journal = _journals.OpenCampaign("alloy");
        journal.Events.ShouldBeEmpty();
        journal.Torn.ShouldBeNull();
        _journals.Campaigns().ShouldBe(["alloy"]);
        _journals.FolderOf("alloy").ShouldBe(Path.Combine(_folder, "campaigns", "alloy"));
    }

    [Fact]
    public void Events_AreThereAgain_WithTheirTimes()
    {
        string head;
        using (var journal = _journals.OpenCampaign("alloy"))
        {
            journal.Append([.. Examples.Events.Take(5)]);
            journal.Append([.. Examples.Events.Skip(5)]);
            head = journal.HeadHash;
        }

        using var again = _journals.OpenCampaign("alloy");
        again.Events.Select(Same.Text).ShouldBe(Examples.Events.Select(Same.Text));
        again.Events.Select(happened => happened.At).ShouldBe(Examples.Events.Select(happened => happened.At));
        again.HeadHash.ShouldBe(head);
    }

    [Fact]
    public void LabEvents_AreThereAgain_WithTheirTimes()
    {
        using (var journal = _journals.OpenLab("demo"))
        {
            journal.Append(Examples.LabEvents);
        }

        using var again = _journals.OpenLab("demo");
        again.Events.ShouldBe(Examples.LabEvents);
    }

    [Fact]
    public void Journal_CanBeReadWhileItIsWritten()
    {
        using var journal = _journals.OpenCampaign("alloy");
        journal.Append([Examples.Events[0]]);
        _journals.ReadCampaign("alloy").Count.ShouldBe(1);
        journal.Append([Examples.Events[1], Examples.Events[4]]);
        _journals.ReadCampaign("alloy").Select(Same.Text).ShouldBe(new[] { Examples.Events[0], Examples.Events[1], Examples.Events[4] }.Select(Same.Text));
    }

    [Fact]
    public void Journal_ThatIsOpen_IsInUse_UntilItIsClosed()
    {
        using (_journals.OpenCampaign("alloy"))
        {
            Should.Throw<FileInUseException>(() => _journals.OpenCampaign("alloy"));
            using var other = _journals.OpenCampaign("other");
        }

        _journals.OpenCampaign("alloy").Dispose();
        using var lab = _journals.OpenLab("demo");
        Should.Throw<FileInUseException>(() => _journals.OpenLab("demo"));
    }

    [Fact]
    public void MissingCampaign_IsNotFound() => Should.Throw<IOException>(() => _journals.ReadCampaign("nobody")).ShouldBeAssignableTo<IOException>();

    [Fact]
    public void TornTail_IsCutAndTold()
    {
        using (var journal = _journals.OpenCampaign("alloy"))
        {
            journal.Append([Examples.Events[0]]);
        }

        File.AppendAllText(PathOf("alloy"), "{\"seq\":2,\"time\":\"2026-");
        using var again = _journals.OpenCampaign("alloy");
        again.Events.Count.ShouldBe(1);
        again.Torn.ShouldBe($"22 bytes of an append that a crash cut short were set aside in {PathOf("alloy")}.torn-2");
        again.Append([Examples.Events[1]]);
        _journals.ReadCampaign("alloy").Count.ShouldBe(2);
    }

    [Fact]
    public void ChangedLine_IsDamage_AndNamed()
    {
        using (var journal = _journals.OpenCampaign("alloy"))
        {
            journal.Append([Examples.Events[0]]);
            journal.Append([Examples.Events[13]]);
            journal.Append([Examples.Events[14]]);
        }

        File.WriteAllText(PathOf("alloy"), File.ReadAllText(PathOf("alloy")).Replace("lunch", "dance"));
        Should.Throw<LogDamagedException>(() => _journals.OpenCampaign("alloy")).Line.ShouldBe(2);
        Should.Throw<LogDamagedException>(() => _journals.ReadCampaign("alloy")).Line.ShouldBe(2);
    }

    /// <summary>A journal of a newer release is not half understood.</summary>
    [Theory]
    [InlineData("stepTeleported", "{}", "unknown event type 'stepTeleported'")]
    [InlineData("paused", """{"reason":null}""", "paused: ")]
    [InlineData("stepAccepted", """{"id":"nonsense"}""", "stepAccepted: ")]
    public void Line_ThatIsNoKnownEvent_IsDamage_AndNamed(string type, string json, string reason)
    {
        using (var log = DurableLog.Open(new FileDisk(), PathOf("alloy")))
        {
            var (name, data) = EventNames.Campaign.Write(Examples.Events[0]);
            log.Append([new LogEntry(Examples.At, name, 1, data), new LogEntry(Examples.At, type, 1, Encoding.UTF8.GetBytes(json))]);
        }

        var damage = Should.Throw<LogDamagedException>(() => _journals.OpenCampaign("alloy"));
        damage.Line.ShouldBe(2);
        damage.Reason.ShouldContain(reason);
        Should.Throw<LogDamagedException>(() => _journals.ReadCampaign("alloy"));

        // A refused opening leaves no lock behind.
        DurableLog.Open(new FileDisk(), PathOf("alloy")).Dispose();
    }

    [Fact]
    public void Append_OfSomethingThatCannotBeWritten_WritesNothing()
    {
        using var journal = _journals.OpenCampaign("alloy");
        journal.Append([Examples.Events[0]]);
        var head = journal.HeadHash;
        var broken = new ObservationRecorded(1, new Dictionary<string, double> { ["y"] = double.NaN }, "experiment", false);
        Should.Throw<ArgumentException>(() => journal.Append([Examples.Events[1], broken]));
        journal.HeadHash.ShouldBe(head);
        _journals.ReadCampaign("alloy").Count.ShouldBe(1);
    }

    private string PathOf(string campaign) => Path.Combine(_journals.FolderOf(campaign), "journal.jsonl");
}
