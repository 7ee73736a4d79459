namespace ClosedLoop.Storage.Tests;

public class TornTailTests
{
    [Fact]
    public void Open_CutAtEveryByte_KeepsExactlyTheCommittedBatches()
    {
        var whole = LogSamples.Written().Files[LogSamples.Path];
        for (var length = 0; length < whole.Length; length++)
        {
            var left = whole[..length];
            var expectedLines = CommittedLines(left, out var expectedBytes);
            var disk = new MemoryDisk { Files = { [LogSamples.Path] = left } };

            using (var log = DurableLog.Open(disk, LogSamples.Path))
            {
                log.Lines.Count.ShouldBe(expectedLines, $"cut at {length}");
                if (expectedBytes == length)
                {
                    log.Torn.ShouldBeNull();
                }
                else
                {
                    log.Torn.ShouldBe(new TornTail(length - expectedBytes, $"{LogSamples.Path}.torn-{expectedLines + 1}"));
                    disk.Files[log.Torn!.KeptAt].ShouldBe(left[expectedBytes..]);
                    disk.Operations.ShouldBe(["write " + log.Torn.KeptAt, "truncate", "sync"], "kept aside before it is cut");
                }

                log.Append([LogSamples.Entry(99)]);
            }

            using var again = DurableLog.Open(disk, LogSamples.Path);
            again.Torn.ShouldBeNull();
            again.Lines.Count.ShouldBe(expectedLines + 1);
        }
    }

    [Fact]
    public void Open_TornTwiceAtTheSameLine_KeepsBothTails()
    {
        var disk = LogSamples.Written();
        var whole = disk.Files[LogSamples.Path];
        foreach (var tail in new[] { "{\"seq\":8"u8.ToArray(), "{\"seq\""u8.ToArray(), "{\"seq\""u8.ToArray() })
        {
            disk.Files[LogSamples.Path] = [.. whole, .. tail];
            DurableLog.Open(disk, LogSamples.Path).Dispose();
        }

        disk.Text(LogSamples.Path + ".torn-8").ShouldBe("{\"seq\":8");
        disk.Text(LogSamples.Path + ".torn-8-2").ShouldBe("{\"seq\"");
        disk.Files.Count.ShouldBe(3);
    }

    [Fact]
    public void Open_PowerCutLeftSectorsOfTheLastBatchUnwritten_CutsThatBatch()
    {
        var disk = LogSamples.Written();
        var before = disk.Files[LogSamples.Path].Length;
        using (var log = DurableLog.Open(disk, LogSamples.Path))
        {
            log.Append([.. Enumerable.Range(8, 20).Select(LogSamples.Entry)]);
        }

        var whole = disk.Files[LogSamples.Path];
        for (var sector = before / 512; sector * 512 < whole.Length; sector++)
        {
            var left = whole.ToArray();
            left.AsSpan(Math.Max(before, sector * 512)..Math.Min(left.Length, (sector + 1) * 512)).Clear();
            var torn = new MemoryDisk { Files = { [LogSamples.Path] = left } };
            using var log = DurableLog.Open(torn, LogSamples.Path);
            log.Lines.Count.ShouldBe(7, $"sector {sector}");
            log.Torn!.Bytes.ShouldBe(whole.Length - before);
        }
    }

    [Fact]
    public void Open_PowerCutLeftArbitraryBytesBehindTheBeginning_CutsThem()
    {
        var written = LogSamples.Written();
        var before = written.Files[LogSamples.Path].Length;
        using (var log = DurableLog.Open(written, LogSamples.Path))
        {
            log.Append([.. Enumerable.Range(8, 3).Select(LogSamples.Entry)]);
        }

        var whole = written.Files[LogSamples.Path];
        var random = new Random(20260131);
        for (var kept = before; kept < whole.Length - 3; kept++)
        {
            // Line feeds among the bytes make them look like lines.
            var garbage = new byte[whole.Length - kept];
            random.NextBytes(garbage);
            garbage[random.Next(garbage.Length)] = (byte)'\n';
            garbage[0] = (byte)(whole[kept] ^ 0x80);
            var disk = new MemoryDisk { Files = { [LogSamples.Path] = [.. whole[..kept], .. garbage] } };

            using var log = DurableLog.Open(disk, LogSamples.Path);

            log.Lines.Count.ShouldBe(7, $"kept {kept}");
            log.Torn!.Bytes.ShouldBe(whole.Length - before);
        }
    }

    /// <summary>A slow definition of its own: whole lines, up to the last one that says commit.</summary>
    private static int CommittedLines(byte[] content, out int bytes)
    {
        bytes = 0;
        var lines = 0;
        var committed = 0;
        var text = System.Text.Encoding.Latin1.GetString(content);
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            lines++;
            if (text[..end].EndsWith('}') && text.LastIndexOf("\"commit\":true", end, StringComparison.Ordinal) > text.LastIndexOf("\"seq\"", end, StringComparison.Ordinal))
            {
                committed = lines;
                bytes = end + 1;
            }
        }

        return committed;
    }
}
