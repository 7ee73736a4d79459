using System.Diagnostics.CodeAnalysis;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>
/// The correlation data of an orchestrator's requests: <c>{instrument}/{dispatchId}</c> in UTF-8. The inbox is one topic for all instruments, so an answer
/// must say by itself whose it is; an instrument only repeats the bytes.
/// </summary>
internal static class Correlation
{
    /// <summary>The data of a request.</summary>
    public static ReadOnlyMemory<byte> Of(string instrument, DispatchId dispatchId) => Encoding.UTF8.GetBytes(TextOf(instrument, dispatchId));

    /// <summary>The same as text, for payloads.</summary>
    public static string TextOf(string instrument, DispatchId dispatchId) => $"{instrument}/{dispatchId}";

    /// <summary>Reads the data of an answer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out string? instrument, [NotNullWhen(true)] out DispatchId? dispatchId)
    {
        var text = Encoding.UTF8.GetString(data);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        instrument = slash > 0 ? text[..slash] : null;
        dispatchId = null;
        return TopicLevel.IsValid(instrument) && TopicLevel.TryReadDispatch(text[(slash + 1)..], out dispatchId);
    }
}
