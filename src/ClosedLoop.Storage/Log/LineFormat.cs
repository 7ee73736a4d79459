using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ClosedLoop.Storage;

/// <summary>One line of a log, to bytes and back. The format is described at <see cref="DurableLog"/>.</summary>
internal static class LineFormat
{
    /// <summary>What the first line chains to.</summary>
    public static readonly string NoHash = new('0', 64);

    private const int HashDigits = 64;

    private static readonly JsonReaderOptions Strict = new() { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    private static ReadOnlySpan<byte> HashStart => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> HashEnd => "\"}"u8;

    /// <summary>Writes a line with its line feed.</summary>
    /// <returns>The line's hash.</returns>
    public static string Write(ArrayBufferWriter<byte> output, long sequence, LogEntry entry, bool commit, string previousHash)
    {
        CheckData(entry);
        var start = output.WrittenCount;
        var time = entry.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        output.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"seq\":{sequence},\"time\":\"{time}\",\"type\":\"{JsonEncodedText.Encode(entry.Type)}\",\"v\":{entry.Version},\"data\":")));
        WriteOnOneLine(output, entry.Data.Span);
        if (commit)
        {
            output.Write(",\"commit\":true"u8);
        }

        var hash = HashOf(previousHash, output.WrittenSpan[start..]);
        output.Write(HashStart);
        output.Write(Encoding.ASCII.GetBytes(hash));
        output.Write(HashEnd);
        output.Write("\n"u8);
        return hash;
    }

    /// <summary>Reads a line (without its line feed) and checks its form, its hash and its number.</summary>
    /// <returns>The line, or null with the reason.</returns>
    public static LogLine? Read(ReadOnlyMemory<byte> bytes, long sequence, string previousHash, out string reason)
    {
        var tail = HashStart.Length + HashDigits + HashEnd.Length;
        var span = bytes.Span;
        if (span.Length <= tail || !span[^tail..].StartsWith(HashStart) || !span.EndsWith(HashEnd))
        {
            reason = "it does not end with a hash";
            return null;
        }

        var hash = HashOf(previousHash, span[..^tail]);
        if (!span.Slice(span.Length - tail + HashStart.Length, HashDigits).SequenceEqual(Encoding.ASCII.GetBytes(hash)))
        {
            reason = "its hash does not follow from its content and the line before";
            return null;
        }

        try
        {
            var line = Parse(bytes, hash);
            reason = line.Sequence == sequence ? "" : $"its number is {line.Sequence} where {sequence} follows";
            return line.Sequence == sequence ? line : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            reason = $"it is not a log line: {error.Message}";
            return null;
        }
    }

    private static string HashOf(string previousHash, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previousHash));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static LogLine Parse(ReadOnlyMemory<byte> bytes, string hash)
    {
        var reader = new Utf8JsonReader(bytes.Span, Strict);
        long? sequence = null;
        DateTimeOffset? time = null;
        string? type = null;
        int? version = null;
        ReadOnlyMemory<byte>? data = null;
        var commit = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "seq": sequence = reader.GetInt64(); break;
                case "time": time = reader.GetDateTimeOffset(); break;
                case "type": type = reader.GetString(); break;
                case "v": version = reader.GetInt32(); break;
                case "commit": commit = reader.GetBoolean(); break;
                case "data":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    data = bytes[start..(int)reader.BytesConsumed];
                    break;
                default: reader.Skip(); break;
            }
        }

        return sequence is { } s && time is { } t && type is not null && version is { } v && data is { } d
            ? new LogLine(s, t, type, v, d, hash, commit)
            : throw new JsonException("one of seq, time, type, v and data is missing");
    }

    /// <summary>Inside a JSON text these three bytes occur only between tokens, where they mean nothing; the file needs one line for each entry.</summary>
    private static void WriteOnOneLine(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAny((byte)'\n', (byte)'\r', (byte)'\t') is var at and >= 0)
        {
            output.Write(json[..at]);
            json = json[(at + 1)..];
        }

        output.Write(json);
    }

    private static void CheckData(LogEntry entry)
    {
        var reader = new Utf8JsonReader(entry.Data.Span, Strict);
        try
        {
            if (!Utf8.IsValid(entry.Data.Span) || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ArgumentException($"The data of a '{entry.Type}' entry is not a JSON object in UTF-8", nameof(entry));
            }

            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The data of a '{entry.Type}' entry is not a JSON object: {error.Message}", nameof(entry), error);
        }
    }
}
