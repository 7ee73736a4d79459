using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator.Tests;

/// <summary>A result counts when its files are what it says and lie in the campaign's folder.</summary>
public sealed class ResultFilesTests : IDisposable
{
    private const string Where = "/share/rig/trace.csv";

    private static readonly DispatchId First = new("one-0001", 1, "measure", 1);
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("0 1\n1 2\n");
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly HostRig _rig = new();

    public ResultFilesTests()
    {
        _rig.InstrumentAppears();
        _rig.Start("one", Samples.Spec);
        _rig.Answer(First, DispatchStatus.Accepted);
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("file:///share/rig/trace.csv")]
    [InlineData("/share/rig/trace.csv")]
    public void File_ThatIsWhatTheResultSays_IsKeptBeforeTheObservation(string uri)
    {
        _rig.Disk.Write(Where, Content);
        Measure(uri, Hash.ToUpperInvariant(), Content.Length);

        Events<ObservationRecorded>().Single().Values["y"].ShouldBe(4.5);
        _rig.Journals.RawFiles("one").Get(Hash).ShouldBe(Content);
        Events<StepSucceeded>().Single().Files.Single().Uri.ShouldBe(uri);
    }

    [Theory]
    [InlineData("0 1\n1 3\n", "has the SHA-256")]
    [InlineData("0 1\n", "has 4 bytes, the result says 8")]
    public void File_OfAnotherContent_EndsTheAttemptWithAClearEvent(string content, string reason)
    {
        _rig.Disk.Write(Where, Encoding.UTF8.GetBytes(content));
        Measure($"file://{Where}", Hash, Content.Length);
        Measure($"file://{Where}", Hash, Content.Length);

        Events<ObservationRecorded>().ShouldBeEmpty();
        var quarantined = Events<MessageQuarantined>().Single();
        quarantined.Reason.ShouldContain("file 'trace.csv'");
        quarantined.Reason.ShouldContain(reason);
        quarantined.Excerpt.ShouldBe("y=4.5");
        var failed = Events<StepFailed>().Single();
        (failed.Kind, failed.Sample, failed.Message).ShouldBe((FailureKind.Invalid, SampleFate.Altered, quarantined.Reason));
        Events<TrialFailed>().Count.ShouldBe(1);
    }

    [Fact]
    public void File_ThatIsTooLarge_EndsTheAttempt()
    {
        Measure($"file://{Where}", Hash, Journal.RawFiles.Largest + 1);
        Events<StepFailed>().Single().Message.ShouldContain("at most");
    }

    [Theory]
    [InlineData("file:///share/rig/trace.csv", "cannot be read or kept now")]
    [InlineData("https://rig.lab.example/trace.csv", "no file:// URI that a host can read")]
    public void File_ThatCannotBeRead_IsReportedOnce_AndTheResultWaits(string uri, string reason)
    {
        Measure(uri, Hash, Content.Length);
        Measure(uri, Hash, Content.Length);

        Events<MessageQuarantined>().Single().Reason.ShouldContain(reason);
        Events<StepFailed>().ShouldBeEmpty();
        _rig.Trace.ShouldNotContain("Close 1.measure.1 to rig");

        _rig.Disk.Write(Where, Content);
        Measure($"file://{Where}", Hash, Content.Length);
        Events<ObservationRecorded>().Count.ShouldBe(1);
    }

    [Fact]
    public void File_ThatIsKept_IsNotReadAgain()
    {
        _rig.Disk.Write(Where, Content);
        Measure($"file://{Where}", Hash, Content.Length);
        _rig.Disk.Write(Where, [1, 2, 3]);
        Measure($"file://{Where}", Hash, Content.Length);
        Events<MessageQuarantined>().ShouldBeEmpty();
    }

    [Fact]
    public void File_OfSomebodyElsesResult_IsNotLookedAt()
    {
        var file = new ResultFile("trace.csv", $"file://{Where}", Hash, Content.Length);
        _rig.Hear(new LabMessage.ResultArrived("another", Samples.Result(First, 4.5) with { Files = [file] }));
        Events<MessageQuarantined>().Single().Reason.ShouldContain("the dispatch went to rig");
    }

    private void Measure(string uri, string sha256, long bytes) =>
        _rig.Hear(new LabMessage.ResultArrived("rig", Samples.Result(First, 4.5) with { Files = [new ResultFile("trace.csv", uri, sha256, bytes)] }));

    private List<T> Events<T>() => [.. _rig.Journals.ReadCampaign("one").OfType<T>()];
}
