namespace ClosedLoop.Calculations.Tests;

/// <summary>Real time, in which ten minutes more have passed for each line of a file: a program lets its own limit pass, however busy the machine is.</summary>
internal sealed class WitnessedTime(string path) : TimeProvider
{
    private static readonly TimeSpan PerLine = TimeSpan.FromMinutes(10);

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Leapt.TotalSeconds * TimestampFrequency);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leapt;

    private TimeSpan Leapt => File.Exists(path) ? PerLine * File.ReadAllLines(path).Length : TimeSpan.Zero;
}
