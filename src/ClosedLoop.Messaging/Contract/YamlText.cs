using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClosedLoop.Messaging;

/// <summary>A JSON tree as YAML in block style, for people; what could be read as something else is quoted as in JSON.</summary>
internal static partial class YamlText
{
    /// <summary>The text, ending in a line break.</summary>
    public static string Of(JsonObject root)
    {
        var text = new StringBuilder();
        Write(text, root, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject map, string indent)
    {
        foreach (var (key, value) in map)
        {
            text.Append(indent).Append(Scalar(key)).Append(':');
            WriteValue(text, value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                Write(text, map, indent + "  ");
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    WriteItem(text, item, indent + "  ");
                }

                break;
            case JsonObject: text.Append(" {}\n"); break;
            case JsonArray: text.Append(" []\n"); break;
            case null: text.Append(" null\n"); break;
            default:
                text.Append(' ').Append(value.GetValueKind() == JsonValueKind.String ? Scalar((string)value!) : value.ToJsonString()).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, string indent)
    {
        if (item is JsonObject { Count: > 0 } map)
        {
            var inner = new StringBuilder();
            Write(inner, map, indent + "  ");
            text.Append(indent).Append("- ").Append(inner.ToString(), indent.Length + 2, inner.Length - indent.Length - 2);
            return;
        }

        text.Append(indent).Append('-');
        WriteValue(text, item, indent);
    }

    private static string Scalar(string text) => Plain().IsMatch(text) && !Word().IsMatch(text) ? text : JsonValue.Create(text).ToJsonString(LabJson.Options);

    [GeneratedRegex("^[A-Za-z_/$][A-Za-z0-9_./$-]*(?: [A-Za-z0-9_./$(][A-Za-z0-9_./$(),;'-]*)*\\z")]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|y|n)\\z", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
