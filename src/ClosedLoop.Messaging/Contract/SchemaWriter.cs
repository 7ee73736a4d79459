using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>JSON Schemas (draft 7, the one of AsyncAPI 3) of the message types: what <see cref="MessageShape"/> and <see cref="MessageRules"/> check, in that language.</summary>
internal sealed class SchemaWriter(DocumentedCode documentation)
{
    private const string Dispatch = @"^[^\s./+#\u0000-\u001f]+\.[1-9][0-9]*\.[^\s./+#\u0000-\u001f]+\.[1-9][0-9]*$";
    private const string Time = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.]\d{1,16})?)?(Z|[+-]\d{2}:\d{2})$";

    private JsonObject _definitions = [];

    /// <summary>The schema of a message.</summary>
    public JsonObject Of(ContractMessage message)
    {
        _definitions = [];
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = $"urn:closedloop:v1:{message.Name}",
            ["title"] = message.Name,
        };
        foreach (var (key, value) in OfObject(message.Type))
        {
            schema[key] = value?.DeepClone();
        }

        if (_definitions.Count > 0)
        {
            schema["definitions"] = _definitions;
        }

        return schema;
    }

    private JsonObject OfType(Type type)
    {
        if (type.IsEnum)
        {
            return new() { ["type"] = "string", ["enum"] = Array(Enum.GetNames(type).Select(MemberText.Camel)) };
        }

        if (Scalar(type) is { } scalar)
        {
            return scalar;
        }

        var info = LabJson.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Dictionary:
                return new() { ["type"] = "object", ["additionalProperties"] = OfType(info.ElementType!) };
            case JsonTypeInfoKind.Enumerable:
                return new() { ["type"] = "array", ["items"] = OfType(info.ElementType!) };
            default:
                var name = MemberText.Camel(type.Name.Replace("Message", "", StringComparison.Ordinal));
                if (!_definitions.ContainsKey(name))
                {
                    _definitions[name] = null;
                    _definitions[name] = OfObject(type);
                }

                return new() { ["$ref"] = $"#/definitions/{name}" };
        }
    }

    private JsonObject OfObject(Type type)
    {
        var (properties, required, needed) = (new JsonObject(), new JsonArray(), new JsonArray());
        foreach (var property in LabJson.Options.GetTypeInfo(type).Properties)
        {
            var member = MessageRules.MemberOf(property)!;
            var inner = Nullable.GetUnderlyingType(property.PropertyType);
            var schema = OfType(inner ?? property.PropertyType);
            foreach (var rule in MessageRules.Of(property))
            {
                Add(schema, rule);
                if (rule is NeededByAttribute condition)
                {
                    needed.Add(Needed(property.Name, condition));
                }
            }

            if (MessageShape.IsNullable(property))
            {
                AllowNull(schema);
            }

            var description = documentation.OfMember(member);
            properties[property.Name] = Described(schema, (inner ?? property.PropertyType) is { IsEnum: true } words ? $"{description} {Values(words)}" : description);
            if (MessageShape.IsNeeded(property))
            {
                required.Add(property.Name);
            }
        }

        var result = new JsonObject { ["description"] = documentation.OfType(type), ["type"] = "object", ["required"] = required, ["properties"] = properties };
        if (needed.Count > 0)
        {
            result["allOf"] = needed;
        }

        return result;
    }

    private string Values(Type type) =>
        string.Join(" ", Enum.GetNames(type).Select(name => $"`{MemberText.Camel(name)}`: {documentation.OfValue(type, name)}"));

    /// <summary>A reference has no neighbours in draft 7.</summary>
    private static JsonObject Described(JsonObject schema, string description)
    {
        var described = new JsonObject { ["description"] = description };
        if (schema.ContainsKey("$ref"))
        {
            described["allOf"] = new JsonArray(schema);
            return described;
        }

        foreach (var (key, value) in schema)
        {
            described[key] = value?.DeepClone();
        }

        return described;
    }

    private static JsonObject Needed(string member, NeededByAttribute rule) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["properties"] = new JsonObject { [rule.Member] = new JsonObject { ["not"] = new JsonObject { ["enum"] = Array(rule.Values) } } } },
            new JsonObject
            {
                ["required"] = new JsonArray(member),
                ["properties"] = new JsonObject { [member] = new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } } },
            }),
    };

    private static void Add(JsonObject schema, Attribute rule)
    {
        switch (rule)
        {
            case MinLengthAttribute m: schema["minLength"] = m.Length; break;
            case MaxLengthAttribute m: schema["maxLength"] = m.Length; break;
            case AllowedValuesAttribute m: schema["enum"] = Array(m.Values.Select(value => (string)value!)); break;
            case RegularExpressionAttribute m: schema["pattern"] = m.Pattern; break;
            case RangeAttribute m:
                schema["minimum"] = Convert.ToDouble(m.Minimum, null);
                if (Convert.ToDouble(m.Maximum, null) is < int.MaxValue and var most)
                {
                    schema["maximum"] = most;
                }

                break;
        }
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["$ref"] is { } reference)
        {
            schema.Remove("$ref");
            schema["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = reference.DeepClone() }, new JsonObject { ["type"] = "null" });
            return;
        }

        var types = schema["type"] is JsonArray several ? several.Select(type => (string)type!) : [(string)schema["type"]!];
        schema["type"] = Array([.. types, "null"]);
        if (schema["enum"] is JsonArray values)
        {
            values.Add((JsonNode?)null);
        }
    }

    private static JsonObject? Scalar(Type type) =>
        type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(int) ? new() { ["type"] = "integer", ["minimum"] = int.MinValue, ["maximum"] = int.MaxValue }
        : type == typeof(long) ? new() { ["type"] = "integer", ["minimum"] = long.MinValue, ["maximum"] = long.MaxValue }
        : type == typeof(double) ? new() { ["type"] = "number" }
        : type == typeof(TimeSpan) ? new() { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = SecondsJsonConverter.Longest }
        : type == typeof(DateTimeOffset) ? new() { ["type"] = "string", ["format"] = "date-time", ["pattern"] = Time }
        : type == typeof(DispatchId) ? new() { ["type"] = "string", ["maxLength"] = TopicLevel.Longest, ["pattern"] = Dispatch }
        : type == typeof(ParameterValue) ? Value()
        : type == typeof(JsonElement) ? new() { ["type"] = "object" }
        : type == typeof(Candidate) ? new() { ["type"] = "object", ["additionalProperties"] = Value() }
        : null;

    private static JsonObject Value() => new()
    {
        ["type"] = Array(["number", "string"]),
        ["not"] = new JsonObject { ["enum"] = Array(["NaN", "Infinity", "-Infinity"]) },
    };

    private static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
