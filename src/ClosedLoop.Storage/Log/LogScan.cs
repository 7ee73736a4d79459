namespace ClosedLoop.Storage;

/// <summary>Reads a log's bytes: what was committed, and what an interrupted append left behind it.</summary>
internal sealed record LogScan(IReadOnlyList<LogLine> Committed, long CommittedBytes)
{
    private const int Sector = 512;

    /// <exception cref="LogDamagedException">Something that had been committed is wrong.</exception>
    public static LogScan Of(string path, ReadOnlyMemory<byte> content)
    {
        var lines = new List<LogLine>();
        var committed = 0;
        var committedBytes = 0;
        var start = 0;
        var hash = LineFormat.NoHash;
        while (content.Span[start..].IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = LineFormat.Read(content.Slice(start, length), lines.Count + 1, hash, out var reason);
            if (line is null)
            {
                // A process that dies leaves the beginning of its batch, and the complete lines of a beginning are right. A power cut may also leave
                // anything behind that beginning, but not the end of a line; or sectors unwritten. Everything else is damage.
                var anything = content.Span[start..].IndexOf("\"}\n"u8) < 0;
                return anything || HasUnwrittenSector(content.Span, committedBytes)
                    ? new LogScan(lines[..committed], committedBytes)
                    : throw new LogDamagedException(path, lines.Count + 1, reason);
            }

            lines.Add(line);
            hash = line.Hash;
            start += length + 1;
            if (line.Commit)
            {
                committed = lines.Count;
                committedBytes = start;
            }
        }

        return new LogScan(lines[..committed], committedBytes);
    }

    /// <summary>
    /// Whether the one batch behind the last commit mark has a hole: zero bytes from its beginning or a sector's to a sector's end or the file's. Text has no
    /// zero bytes. With a second commit mark, or with anything behind the first, the batch had been synced before the next was begun: a hole in it is damage.
    /// </summary>
    private static bool HasUnwrittenSector(ReadOnlySpan<byte> content, int batchStart)
    {
        var mark = ",\"commit\":true,\"hash\":\""u8;
        var batch = content[batchStart..];
        var first = batch.IndexOf(mark);
        if (first >= 0 && batch[first..].IndexOf((byte)'\n') is var end and >= 0 && first + end + 1 < batch.Length)
        {
            return false;
        }

        for (var at = batchStart; at < content.Length; at++)
        {
            if (content[at] != 0)
            {
                continue;
            }

            var from = at;
            while (at < content.Length && content[at] == 0)
            {
                at++;
            }

            if ((from == batchStart || from % Sector == 0) && (at == content.Length || at % Sector == 0))
            {
                return true;
            }
        }

        return false;
    }
}
