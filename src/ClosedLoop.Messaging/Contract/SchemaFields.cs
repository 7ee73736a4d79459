using System.Globalization;
using System.Text.Json.Nodes;

namespace ClosedLoop.Messaging;

/// <summary>The members of a schema in a flat list, for the published page.</summary>
internal static class SchemaFields
{
    /// <summary>One member.</summary>
    /// <param name="Name">With the names of the members that it stands in.</param>
    /// <param name="Type">Type and limits, in words.</param>
    /// <param name="Required">Whether it must be there.</param>
    /// <param name="Condition">When an optional one is needed, or null.</param>
    /// <param name="Description">What it means.</param>
    public sealed record Field(string Name, string Type, bool Required, string? Condition, string Description);

    public static IEnumerable<Field> Of(JsonObject schema) => Of(schema, schema, "");

    private static IEnumerable<Field> Of(JsonObject part, JsonObject schema, string path)
    {
        var required = part["required"]!.AsArray().Select(name => (string)name!).ToHashSet();
        foreach (var (name, node) in part["properties"]!.AsObject())
        {
            var member = node!.AsObject();
            var needed = Needed(part, name);
            var condition = required.Contains(name) ? null : needed is null ? "optional" : $"needed by {needed}";
            yield return new Field(path + name, Type(member, schema), required.Contains(name), condition, (string)member["description"]!);
            var (inner, suffix) = Inner(member);
            if (Definition(inner, schema) is { } definition)
            {
                foreach (var field in Of(definition, schema, $"{path}{name}{suffix}."))
                {
                    yield return field;
                }
            }
        }
    }

    private static (JsonObject Inner, string Suffix) Inner(JsonObject member) =>
        member["items"] is JsonObject items ? (items, "[]")
        : member["additionalProperties"] is JsonObject values ? (values, ".*")
        : (member, "");

    private static JsonObject? Definition(JsonObject member, JsonObject schema)
    {
        var reference = (string?)member["$ref"] ?? (string?)member["allOf"]?[0]?["$ref"] ?? (string?)member["anyOf"]?[0]?["$ref"];
        return reference is null ? null : schema["definitions"]![reference.Split('/')[^1]]!.AsObject();
    }

    private static string? Needed(JsonObject part, string name) =>
        part["allOf"]?.AsArray()
            .Select(rule => rule!["anyOf"]!.AsArray())
            .Where(rule => (string)rule[1]!["required"]![0]! == name)
            .Select(rule => string.Join(", ", rule[0]!["properties"]!.AsObject().Single().Value!["not"]!["enum"]!.AsArray().Select(value => (string)value!)))
            .FirstOrDefault();

    private static string Type(JsonObject member, JsonObject schema)
    {
        if (Definition(member, schema) is not null)
        {
            return "object";
        }

        if (member["items"] is JsonObject items)
        {
            return $"list of {Type(items, schema)}s";
        }

        if (member["additionalProperties"] is JsonObject values)
        {
            return $"map of name to {Type(values, schema)}";
        }

        var types = member["type"] is JsonArray several ? several.Select(type => (string)type!).Where(type => type != "null").ToList() : [(string)member["type"]!];
        return member["enum"] is JsonArray words ? string.Join(", ", words.Where(word => word is not null).Select(word => (string)word!))
            : (string?)member["format"] == "date-time" ? "time, ISO 8601 with offset"
            : member["exclusiveMinimum"] is not null ? "seconds, above 0"
            : ((string?)member["pattern"])?.Contains("[1-9][0-9]*", StringComparison.Ordinal) == true ? "dispatch id"
            : ((string?)member["pattern"])?.Contains("{64}", StringComparison.Ordinal) == true ? "64 hexadecimal digits"
            : string.Join(" or ", types) + Limits(member);
    }

    private static string Limits(JsonObject member)
    {
        var least = member["minimum"] is { } minimum && (double)minimum is > int.MinValue and var low ? low.ToString(CultureInfo.InvariantCulture) : null;
        var most = member["maximum"] is { } maximum && (double)maximum is < int.MaxValue and var high ? high.ToString(CultureInfo.InvariantCulture) : null;
        return least is not null && most is not null ? $", {least} to {most}"
            : least is not null ? $", at least {least}"
            : member["minLength"] is not null ? ", not empty"
            : "";
    }
}
