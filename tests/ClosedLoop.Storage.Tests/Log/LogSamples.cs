using System.Text;

namespace ClosedLoop.Storage.Tests;

internal static class LogSamples
{
    public const string Path = "log.jsonl";

    /// <summary>Sizes of the batches that <see cref="Written"/> appends.</summary>
    public static readonly int[] BatchSizes = [1, 3, 2, 1];

    public static LogEntry Entry(int number) => new(
        new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.FromHours(1)).AddTicks(number),
        "kind-" + (number % 2),
        1,
        Encoding.UTF8.GetBytes($$"""{"n":{{number}},"text":"µ \"quoted\" \\","list":[1.50,null,{}]}"""));

    public static MemoryDisk Written()
    {
        var disk = new MemoryDisk();
        using var log = DurableLog.Open(disk, Path);
        var number = 0;
        foreach (var size in BatchSizes)
        {
            log.Append([.. Enumerable.Range(0, size).Select(_ => Entry(++number))]);
        }

        return disk;
    }
}
