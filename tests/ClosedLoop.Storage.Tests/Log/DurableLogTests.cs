using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClosedLoop.Storage.Tests;

public class DurableLogTests
{
    [Fact]
    public void Open_AfterAppends_ReadsTheSameEntries()
    {
        var disk = LogSamples.Written();

        using var log = DurableLog.Open(disk, LogSamples.Path);

        log.Lines.Count.ShouldBe(7);
        log.Next.ShouldBe(8);
        log.Torn.ShouldBeNull();
        log.HeadHash.ShouldBe(log.Lines[^1].Hash);
        log.Lines.Select(line => line.Commit).ShouldBe([true, false, false, true, false, true, true]);
        foreach (var (line, number) in log.Lines.Select((line, i) => (line, i + 1)))
        {
            var expected = LogSamples.Entry(number);
            line.Sequence.ShouldBe(number);
            line.Time.ShouldBe(expected.Time);
            line.Time.Offset.ShouldBe(TimeSpan.Zero);
            line.Type.ShouldBe(expected.Type);
            line.Version.ShouldBe(1);
            line.Data.ToArray().ShouldBe(expected.Data.ToArray());
        }
    }

    /// <summary>The definition in the class's documentation, followed by hand with nothing but a JSON reader and SHA-256.</summary>
    [Fact]
    public void Append_ManyBatches_ChainFollowsTheDocumentedDefinition()
    {
        var lines = LogSamples.Written().Text(LogSamples.Path).Split('\n');
        lines[^1].ShouldBe("");

        var previous = string.Concat(Enumerable.Repeat('0', 64));
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var content = lines[i].Remove(lines[i].Length - 75);
            var expected = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(previous + content))).ToLowerInvariant();
            using var json = JsonDocument.Parse(lines[i]);
            json.RootElement.GetProperty("hash").GetString().ShouldBe(expected);
            json.RootElement.GetProperty("seq").GetInt64().ShouldBe(i + 1);
            lines[i].ShouldBe(content + ",\"hash\":\"" + expected + "\"}");
            previous = expected;
        }
    }

    [Fact]
    public void Append_Batch_IsOneWriteAndOneSync()
    {
        var disk = new MemoryDisk();
        using var log = DurableLog.Open(disk, LogSamples.Path);
        disk.Operations.Clear();

        log.Append([LogSamples.Entry(1), LogSamples.Entry(2), LogSamples.Entry(3)]);

        disk.Operations.ShouldBe(["append", "sync"]);
    }

    [Fact]
    public void Append_IndentedData_StaysOnOneLine()
    {
        var disk = new MemoryDisk();
        using (var log = DurableLog.Open(disk, LogSamples.Path))
        {
            log.Append([LogSamples.Entry(1) with { Data = Encoding.UTF8.GetBytes("{\r\n\t\"a\":\n1}") }]);
        }

        using var again = DurableLog.Open(disk, LogSamples.Path);
        Encoding.UTF8.GetString(again.Lines.ShouldHaveSingleItem().Data.Span).ShouldBe("{\"a\":1}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\":}")]
    [InlineData("{} {}")]
    public void Append_DataThatIsNoObject_IsRefusedAndNothingIsWritten(string data)
    {
        var disk = new MemoryDisk();
        using var log = DurableLog.Open(disk, LogSamples.Path);

        Should.Throw<ArgumentException>(() => log.Append([LogSamples.Entry(1), LogSamples.Entry(2) with { Data = Encoding.UTF8.GetBytes(data) }]));

        disk.Files[LogSamples.Path].ShouldBeEmpty();
        log.Append([LogSamples.Entry(1)]);
        log.Next.ShouldBe(2);
    }

    [Fact]
    public void Open_AfterABatch_SyncsBeforeAnythingIsBelieved()
    {
        // The process that appended may have died between its write and its sync.
        var disk = LogSamples.Written();
        disk.Operations.Clear();

        using var log = DurableLog.Open(disk, LogSamples.Path);

        disk.Operations.ShouldBe(["sync"]);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("sync")]
    public void Append_AfterAFailedOne_IsRefusedUntilReopened(string operation)
    {
        var disk = LogSamples.Written();
        using var log = DurableLog.Open(disk, LogSamples.Path);
        var head = log.HeadHash;
        disk.FailNext = operation;
        disk.BytesOfFailingAppend = 10;

        Should.Throw<IOException>(() => log.Append([LogSamples.Entry(8)])).Message.ShouldBe("the device failed");
        Should.Throw<LogFaultedException>(() => log.Append([LogSamples.Entry(8)])).InnerException!.Message.ShouldBe("the device failed");

        log.HeadHash.ShouldBe(head);
        using var again = DurableLog.Open(disk, LogSamples.Path);
        again.HeadHash.ShouldBe(head);
        again.Torn.ShouldNotBeNull();
        again.Append([LogSamples.Entry(9)]);
    }

    [Fact]
    public void Open_AfterAFailedSync_CutsTheBatchThatNobodyActedOn_Once()
    {
        // After a failed sync the pages read well and count as written, and a later power cut takes them out of the middle.
        var disk = LogSamples.Written();
        using var log = DurableLog.Open(disk, LogSamples.Path);
        disk.FailNext = "sync";
        Should.Throw<IOException>(() => log.Append([LogSamples.Entry(8), LogSamples.Entry(9)]));

        using (var again = DurableLog.Open(disk, LogSamples.Path))
        {
            again.Lines.Count.ShouldBe(7);
            disk.Text(again.Torn!.KeptAt).ShouldEndWith("\n");

            // The same batch again has the same bytes, and this time it is durable.
            again.Append([LogSamples.Entry(8), LogSamples.Entry(9)]);
        }

        using var third = DurableLog.Open(disk, LogSamples.Path);
        third.Lines.Count.ShouldBe(9);
        third.Torn.ShouldBeNull();
    }

    [Fact]
    public void Append_FailsOnADeadDevice_TellsTheFirstFailure()
    {
        var disk = LogSamples.Written();
        using var log = DurableLog.Open(disk, LogSamples.Path);
        disk.FailNext = "sync";
        disk.WritesFail = true;
        Should.Throw<IOException>(() => log.Append([LogSamples.Entry(8)])).Message.ShouldBe("the device failed");
    }

    [Fact]
    public void ReadCommitted_WhileAnotherWrites_GivesWhatIsCommitted()
    {
        var disk = LogSamples.Written();
        disk.Files[LogSamples.Path] = [.. disk.Files[LogSamples.Path], .. "{\"seq\":8,"u8];
        disk.Operations.Clear();

        DurableLog.ReadCommitted(disk, LogSamples.Path).Count.ShouldBe(7);

        disk.Operations.ShouldBeEmpty();
    }

    [Fact]
    public void ReleaseLines_AfterOpening_ForgetsThemAndAppendsOn()
    {
        using var log = DurableLog.Open(LogSamples.Written(), LogSamples.Path);
        log.ReleaseLines();
        log.Append([LogSamples.Entry(8)]);
        log.Lines.ShouldBeEmpty();
        log.Next.ShouldBe(9);
    }
}
