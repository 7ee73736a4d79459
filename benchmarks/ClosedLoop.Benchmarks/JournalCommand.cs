using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Storage;

namespace ClosedLoop.Benchmarks;

/// <summary><c>journal</c>: durable events a second by size of the group, beside a bare loop of write and fsync over the same bytes.</summary>
internal static class JournalCommand
{
    private static readonly int[] Sizes = [1, 10, 100, 1000];

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 2, Description = "how long each size is run, about" };
        var command = new Command("journal", "Durable events a second by group size, beside write and fsync of the same bytes") { seconds };
        command.SetAction(result => Run(result.GetValue(seconds)));
        return command;
    }

    private static void Run(double seconds)
    {
        using var folder = new ScratchFolder();
        Measure(folder, Sizes[0], 0.2);
        Console.WriteLine("group  events/s  appends/s  bytes/event  bare events/s  ratio");
        foreach (var size in Sizes)
        {
            var (events, journal, bytes, appends) = Measure(folder, size, seconds);
            var bare = Bare(folder, bytes / appends, appends);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{size,5}  {events / journal,8:F0}  {appends / journal,9:F0}  {bytes / (double)events,11:F0}  {events / bare,13:F0}  {bare / journal,5:F2}"));
        }
    }

    private static (long Events, double Seconds, long Bytes, int Appends) Measure(ScratchFolder folder, int size, double seconds)
    {
        var journals = new Journals(new FileDisk(), folder.Path);
        var name = $"group-{size}-{Guid.NewGuid():N}";
        var appends = 0;
        var clock = Stopwatch.StartNew();
        using (var journal = journals.OpenCampaign(name))
        {
            for (; clock.Elapsed.TotalSeconds < seconds; appends++)
            {
                journal.Append([.. Enumerable.Range(0, size).Select(i => Event((appends * size) + i + 1))]);
            }
        }

        return ((long)appends * size, clock.Elapsed.TotalSeconds, new FileInfo(Path.Combine(journals.FolderOf(name), "journal.jsonl")).Length, appends);
    }

    private static double Bare(ScratchFolder folder, long bytes, int appends)
    {
        var content = new byte[bytes];
        Array.Fill(content, (byte)'x');
        using var file = new FileDisk().OpenAppend(Path.Combine(folder.Path, $"bare-{Guid.NewGuid():N}"));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < appends; i++)
        {
            file.Append(content);
            file.Sync();
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The most frequent kind of event that carries a measurement.</summary>
    private static StepSucceeded Event(int trial) => new(
        new DispatchId("bench-0001", trial, "measure", 1),
        new Dictionary<string, ParameterValue> { ["yield"] = 0.8125, ["selectivity"] = 0.25 },
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        [],
        false)
    { At = DateTimeOffset.UnixEpoch };
}
