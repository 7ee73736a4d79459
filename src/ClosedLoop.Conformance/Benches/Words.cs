using System.Globalization;
using System.Text.Json;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What was observed, in the contract's words.</summary>
internal static class Words
{
    public static bool IsTerminal(this DispatchStatus status) => status > DispatchStatus.Running || status == DispatchStatus.Rejected;

    public static string Of(StatusMessage status) =>
        Of(status.Status) + (status.Refusal is { } refusal ? $" {Of(refusal)}" : "") + (status.Failure is { } failure ? $" ({Of(failure)})" : "")
        + (status.Message is { } message ? $": {message}" : "");

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Of(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0##} s");

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
