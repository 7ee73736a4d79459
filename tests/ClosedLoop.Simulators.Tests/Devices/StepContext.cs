using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Simulators.Tests;

/// <summary>A step's context that keeps what is reported.</summary>
internal sealed class StepContext(TimeProvider time, ulong seed) : IStepContext
{
    public List<double> Progress { get; } = [];

    public TimeProvider Time => time;

    public ulong Seed => seed;

    public ValueTask ReportProgressAsync(double progress)
    {
        Progress.Add(progress);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReportAsync(string metric, double value) => ValueTask.CompletedTask;

    public void Note(string text) => throw new NotSupportedException("simulated devices have nothing to note");

    public ResultFile Keep(string name, ReadOnlySpan<byte> content) => throw new NotSupportedException("simulated devices keep no files");
}
