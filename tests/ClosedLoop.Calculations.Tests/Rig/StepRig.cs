using System.Collections.Concurrent;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Calculations.Tests;

/// <summary>One step of a calculation instrument as its host would have it done; files are kept in a real content store.</summary>
internal sealed class StepRig(string folder, TimeProvider? time = null) : IStepContext
{
    // One for all steps of an instrument, as its host has it.
    private static readonly ConcurrentDictionary<string, ContentStore> Stores = new(StringComparer.Ordinal);

    private readonly ContentStore _files = Stores.GetOrAdd(Path.Combine(folder, "raw"), raw => new ContentStore(new FileDisk(), raw));

    public List<double> Progress { get; } = [];

    public List<string> Notes { get; } = [];

    public TaskCompletionSource FirstProgress { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeProvider Time => time ?? TimeProvider.System;

    public ulong Seed => 1;

    public bool IsHostStopping { get; set; }

    public static CommandMessage Command(int trial, params (string Name, ParameterValue Value)[] parameters) => new()
    {
        DispatchId = new DispatchId("run", trial, "energy", 1),
        Capability = "energy",
        Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
        Sample = $"run.{trial}",
        Simulated = false,
        LedgerId = "ledger",
        Epoch = 1,
        StartBy = DateTimeOffset.MaxValue,
        TimeLimit = TimeSpan.FromHours(1),
    };

    public ValueTask ReportProgressAsync(double progress)
    {
        lock (Progress)
        {
            Progress.Add(progress);
        }

        FirstProgress.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask ReportAsync(string metric, double value) => ValueTask.CompletedTask;

    public void Note(string text) => Notes.Add(text);

    public ResultFile Keep(string name, ReadOnlySpan<byte> content)
    {
        var hash = _files.Put(content);
        return new ResultFile(name, new Uri(_files.PathOf(hash)).AbsoluteUri, hash, content.Length);
    }
}
