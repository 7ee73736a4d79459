using System.Text.Json;
using ClosedLoop.Storage;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Reads a ledger as any program could: a log of hash-chained JSON lines.</summary>
internal static class LedgerReading
{
    /// <summary>Dispatch id → its terminal status, such as <c>succeeded</c> or <c>indeterminate</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Ends(IDisk disk, string path)
    {
        foreach (var line in DurableLog.ReadCommitted(disk, path).Where(line => line.Type == "ended"))
        {
            using var data = JsonDocument.Parse(line.Data);
            var status = data.RootElement.GetProperty("status");
            yield return KeyValuePair.Create(status.GetProperty("dispatchId").GetString()!, status.GetProperty("status").GetString()!.ToLowerInvariant());
        }
    }
}
