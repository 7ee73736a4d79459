using System.Security.Cryptography;
using System.Text.Json;

namespace ClosedLoop.Messaging;

/// <summary>The identity of what a command asks for.</summary>
internal static class CommandHash
{
    public static string Of(CommandMessage command)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(command.DispatchId.ToString());
            json.WriteStringValue(command.Capability);
            json.WriteStringValue(command.Sample);
            json.WriteBooleanValue(command.Simulated);
            foreach (var (key, value) in command.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStringValue(key);
                json.WriteStringValue((value.IsNumber ? "n" : "t") + value);
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }
}
