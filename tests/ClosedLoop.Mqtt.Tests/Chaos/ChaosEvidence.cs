using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The figures of the chaos runs; appended to the file that CLOSEDLOOP_EVIDENCE names.</summary>
public sealed class ChaosEvidence : IDisposable
{
    private readonly StringBuilder _rows = new();

    internal void Add(string broker, int messages, ChaosRun run) => _rows.Append(
        CultureInfo.InvariantCulture,
        $"| {broker} | {messages:N0} | {run.Cuts} | {run.Pieces:N0} | {run.Delays:N0} | {run.Lost} | {run.OutOfOrder} | {run.Duplicates:N0} | {run.Took.TotalSeconds:F1} s |\n");

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } path && _rows.Length > 0)
        {
            File.AppendAllText(path, $"""
                | broker | messages | cuts | pieces | delays | lost | topics out of order | duplicates | took |
                |---|---|---|---|---|---|---|---|---|
                {_rows}
                {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores.

                """);
        }
    }
}
