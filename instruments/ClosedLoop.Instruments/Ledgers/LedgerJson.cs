using System.Text.Json.Serialization;

namespace ClosedLoop.Instruments;

/// <summary>JSON of a ledger's lines: camel case, enumerations as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LedgerEntries.Created))]
[JsonSerializable(typeof(LedgerEntries.Started))]
[JsonSerializable(typeof(LedgerEntries.Epoch))]
[JsonSerializable(typeof(LedgerEntries.Intent))]
[JsonSerializable(typeof(LedgerEntries.Ended))]
[JsonSerializable(typeof(LedgerEntries.Tombstone))]
[JsonSerializable(typeof(LedgerEntries.Closed))]
[JsonSerializable(typeof(LedgerEntries.ActivityChanged))]
internal sealed partial class LedgerJson : JsonSerializerContext;
