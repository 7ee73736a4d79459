using System.Globalization;
using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The figures of the kills; appended to the file that CLOSEDLOOP_EVIDENCE names.</summary>
public sealed class MosquittoKillEvidence : IDisposable
{
    private readonly StringBuilder _rows = new();

    internal void Add(string saving, string savesWithin, (int Kills, int Acknowledged, int Lost, int Duplicates) outcome) => _rows.Append(
        CultureInfo.InvariantCulture,
        $"| `{saving.Replace("\n", "`, `", StringComparison.Ordinal)}` | {savesWithin} | {outcome.Kills} | {outcome.Acknowledged:N0} | {outcome.Lost:N0} | {outcome.Duplicates:N0} |\n");

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } path && _rows.Length > 0)
        {
            File.AppendAllText(path, $"""

                | mosquitto's saving | `BrokerSavesWithin` | kills | acknowledged | acknowledged and lost | duplicates |
                |---|---|---|---|---|---|
                {_rows}
                """);
        }
    }
}
