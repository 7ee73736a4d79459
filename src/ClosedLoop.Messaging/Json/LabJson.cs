using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ClosedLoop.Messaging;

/// <summary>
/// The lab's messages as JSON: camelCase members and enum values, times in ISO 8601 UTC, durations in seconds, absent for null. Reading ignores unknown members
/// and believes nothing else: a message that lacks a member, holds another type or breaks a rule is not read, and the answer names the member.
/// </summary>
public static class LabJson
{
    /// <summary>The largest payload that is read, in bytes; larger data belong into files that a result refers to.</summary>
    public const int LargestPayload = 256 * 1024;

    /// <summary>The largest submission of a campaign file that is read, in bytes.</summary>
    public const int LargestSubmission = 4 * 1024 * 1024;

    /// <summary>The largest question to a planner that is read, in bytes: it holds every trial of a campaign, and perhaps a table.</summary>
    public const int LargestQuestion = 64 * 1024 * 1024;

    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int DeepestNesting = 16;

    // Payloads are read by people on a terminal and never pasted into HTML unescaped, so °C stays °C.
    internal static JsonSerializerOptions Options { get; } = new(LabJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    /// <summary>Writes a message as UTF-8 JSON.</summary>
    /// <typeparam name="T">One of the message records of this namespace.</typeparam>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static byte[] Write<T>(T message)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(message, Options.GetTypeInfo(typeof(T)));

    /// <summary>Reads a message; never throws for what the payload holds.</summary>
    /// <typeparam name="T">One of the message records of this namespace.</typeparam>
    /// <param name="json">The payload.</param>
    /// <param name="message">The message, or null.</param>
    /// <param name="problem">What is wrong, in words that name the member; null when the message was read.</param>
    /// <param name="largest">The largest payload that is read, in bytes.</param>
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out T? message,
        [NotNullWhen(false)] out string? problem,
        int largest = LargestPayload)
        where T : class
    {
        message = null;
        problem = json.Length > largest ? $"{json.Length} bytes are more than the {largest} that are read"
            : json.IsEmpty ? "the payload is empty"
            : Utf8.IsValid(json.Span) ? null
            : "the payload is not UTF-8";
        if (problem is not null)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            problem = MessageShape.Problem(document.RootElement, typeof(T), "", Options) ?? MessageRules.Problem(document.RootElement, typeof(T), "", Options);
            if (problem is not null)
            {
                return false;
            }

            message = (T?)document.RootElement.Deserialize(Options.GetTypeInfo(typeof(T)));
            problem = message is null ? "the payload must be an object" : null;
        }
        catch (JsonException e)
        {
            problem = $"the payload is not JSON that can be read: {e.Message}";
        }
        catch (InvalidOperationException e)
        {
            // Escaped halves of surrogate pairs are well-formed JSON that no string can hold.
            problem = $"the payload holds text that cannot be read: {e.Message}";
        }

        if (problem is not null)
        {
            message = null;
        }

        return problem is null;
    }
}
