using System.Text;

namespace ClosedLoop.Storage.Tests;

public class DamageTests
{
    [Fact]
    public void Open_AnyByteChanged_IsRefusedAndNamesTheLine()
    {
        var whole = LogSamples.Written().Files[LogSamples.Path];
        var line = 1;

        // Without the three bytes that end the last line it is the beginning of one. See below.
        for (var at = 0; at < whole.Length - 3; at++)
        {
            foreach (var changed in new[] { (byte)(whole[at] ^ 0x01), (byte)(whole[at] ^ 0x20), (byte)'\n', (byte)0 })
            {
                if (changed == whole[at])
                {
                    continue;
                }

                var content = whole.ToArray();
                content[at] = changed;
                var disk = new MemoryDisk { Files = { [LogSamples.Path] = content } };
                var error = Should.Throw<LogDamagedException>(() => DurableLog.Open(disk, LogSamples.Path), $"byte {at} → {changed}");
                error.Line.ShouldBe(line, $"byte {at} → {changed}");
                error.Path.ShouldBe(LogSamples.Path);
                disk.Files.Count.ShouldBe(1);
                disk.Operations.ShouldBeEmpty();
            }

            line += whole[at] == '\n' ? 1 : 0;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Open_EndOfTheLastLineChanged_CutsTheBatchAndSaysSo(int fromEnd)
    {
        var disk = LogSamples.Written();
        disk.Files[LogSamples.Path][^fromEnd] = (byte)' ';

        using var log = DurableLog.Open(disk, LogSamples.Path);

        log.Lines.Count.ShouldBe(6);
        log.Torn.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    public void Open_LineTakenOut_IsRefused(int removed, int named)
    {
        var disk = LogSamples.Written();
        var lines = disk.Text(LogSamples.Path).Split('\n').ToList();
        lines.RemoveAt(removed - 1);
        disk.Files[LogSamples.Path] = Encoding.UTF8.GetBytes(string.Join('\n', lines));

        Should.Throw<LogDamagedException>(() => DurableLog.Open(disk, LogSamples.Path)).Line.ShouldBe(named);
    }

    [Fact]
    public void Open_UnwrittenSectorBeforeALaterBatch_IsRefused()
    {
        var disk = new MemoryDisk();
        using (var log = DurableLog.Open(disk, LogSamples.Path))
        {
            log.Append([.. Enumerable.Range(1, 20).Select(LogSamples.Entry)]);
            log.Append([LogSamples.Entry(21)]);
        }

        disk.Files[LogSamples.Path].AsSpan(1024, 512).Clear();

        Should.Throw<LogDamagedException>(() => DurableLog.Open(disk, LogSamples.Path));
    }

    [Theory]
    [InlineData("""{"seq":1,"time":"2026-01-31T09:00:00.0000000Z","type":"a","v":1,"commit":true""", "missing")]
    [InlineData("""{"seq":2,"time":"2026-01-31T09:00:00.0000000Z","type":"a","v":1,"data":{},"commit":true""", "its number is 2 where 1 follows")]
    [InlineData("""{"seq":1,"time":"yesterday","type":"a","v":1,"data":{},"commit":true""", "not a log line")]
    [InlineData("""{"seq":1,"time":nonsense""", "not a log line")]
    public void Open_RightHashOverAWrongLine_SaysWhatIsWrong(string content, string reason)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(new string('0', 64) + content)));
        var disk = new MemoryDisk { Files = { [LogSamples.Path] = Encoding.UTF8.GetBytes($"{content},\"hash\":\"{hash}\"}}\n") } };

        Should.Throw<LogDamagedException>(() => DurableLog.Open(disk, LogSamples.Path)).Reason.ShouldContain(reason);
    }
}
