using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Runs fuzzers side by side and gathers what they counted; appended to the file that CLOSEDLOOP_EVIDENCE names.</summary>
public sealed class FuzzEvidence : IDisposable
{
    internal const ulong Seed = 1;
    private const long MostGrown = 64 * 1024 * 1024;
    private static readonly TimeSpan PatienceForAPart = TimeSpan.FromMinutes(2);
    private readonly List<(string Name, FuzzTally Tally, TimeSpan Took, long Grown)> _runs = [];

    internal FuzzCorpus Corpus { get; } = new(seed: 1);

    /// <summary>Numbers from 0 up, in parts that each begin with everything new.</summary>
    internal async Task<FuzzTally> RunAsync(string name, long count, Func<long, long, FuzzTally, Task> fuzz, long part, int workers)
    {
        var tally = new FuzzTally();
        var began = TimeProvider.System.GetTimestamp();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var next = -part;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Add(ref next, part) is var from && from < count && tally.Failures.Count == 0)
            {
                await fuzz(from, Math.Min(count, from + part), tally).WaitAsync(PatienceForAPart);
            }
        })));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        _runs.Add((name, tally, TimeProvider.System.GetElapsedTime(began), grown));
        if (grown > MostGrown)
        {
            tally.Fail($"The heap grew by {grown} bytes");
        }

        return tally;
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } path && _runs.Count > 0)
        {
            File.AppendAllText(path, Text());
        }
    }

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var (name, tally, took, grown) in _runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {name}\n\n{FuzzTally.Number(tally.Inputs)} inputs in {took.TotalSeconds:F0} s ({FuzzTally.Number((long)(tally.Inputs / took.TotalSeconds))}/s), ")
                .Append(CultureInfo.InvariantCulture, $"{tally.Failures.Count} failures. ")
                .Append(tally.MostAllocated == 0 ? "" : $"Most allocated for one connection: {FuzzTally.Number(tally.MostAllocated)} bytes ")
                .Append(tally.MostAllocated == 0 ? "" : $"(allowed: {FuzzTally.Number(FuzzTally.AllocatedAlways)} + {FuzzTally.AllocatedPerByte} per byte received); ")
                .Append(CultureInfo.InvariantCulture, $"The heap grew by {FuzzTally.Number(grown)} bytes over the run.\n\n")
                .Append(tally.Report());
        }

        return text.Append(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores.\n").ToString();
    }
}
