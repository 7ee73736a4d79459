using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Instruments;

/// <summary>What the host gives to a running step.</summary>
internal sealed class StepContext(HostSession session, RunningStep step, ContentStore files) : IStepContext
{
    public TimeProvider Time => session.Time;

    public ulong Seed { get; } = Convert.ToUInt64(step.Command.Hash()[..16], 16);

    public bool IsHostStopping => session.IsStopping;

    public ValueTask ReportProgressAsync(double progress) =>
        double.IsNaN(progress) ? ValueTask.CompletedTask : session.TakeAsync(new HostInput.ProgressMade(step, Math.Clamp(progress, 0, 1)));

    public ValueTask ReportAsync(string metric, double value) => session.TelemetryAsync(metric, value);

    public void Note(string text) => session.Note(step.Id, text);

    public ResultFile Keep(string name, ReadOnlySpan<byte> content)
    {
        if (session.IsOver)
        {
            throw new OperationCanceledException("The instrument's host has ended");
        }

        try
        {
            var hash = files.Put(content);
            return new ResultFile(name, UriOf(files.PathOf(hash)), hash, content.Length);
        }
        catch (Exception error)
        {
            // Whatever the adapter makes of it: a host whose disk fails must not go on.
            session.Fail(error);
            throw;
        }
    }

    private static string UriOf(string path) => Path.IsPathFullyQualified(path) ? new Uri(path).AbsoluteUri : path.Replace('\\', '/');
}
