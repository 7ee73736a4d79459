using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>
/// Compares a JSON value with the type that it should become and says where they differ. The serializer would notice too, but its words are for
/// programmers and change with its version; these are for whoever connects an instrument.
/// </summary>
internal static class MessageShape
{
    private const int LongestPath = 120;

    /// <summary>Where and how a value differs from a type, or null when it fits.</summary>
    public static string? Problem(JsonElement value, Type type, string path, JsonSerializerOptions options)
    {
        if (type.IsEnum)
        {
            return EnumProblem(value, type, path);
        }

        if (ScalarProblem(value, type) is { } expected)
        {
            return expected.Length == 0 ? null : Must(path, expected);
        }

        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => ObjectProblem(value, info, path, options),
            JsonTypeInfoKind.Dictionary => DictionaryProblem(value, info.ElementType!, path, options),
            JsonTypeInfoKind.Enumerable => ListProblem(value, info.ElementType!, path, options),
            _ => throw new NotSupportedException($"{type.Name} is not a type of the lab's messages"),
        };
    }

    /// <summary>Whether a message without the member is not read.</summary>
    public static bool IsNeeded(JsonPropertyInfo property) =>
        property.IsRequired || (!IsNullable(property) && property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false });

    /// <summary>Whether the member may be null.</summary>
    public static bool IsNullable(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsSetNullable);

    /// <summary>What a scalar should have been, empty when it is, null when the type is no scalar.</summary>
    private static string? ScalarProblem(JsonElement value, Type type)
    {
        if (type == typeof(string))
        {
            return value.ValueKind == JsonValueKind.String ? "" : "a string";
        }

        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "" : "true or false";
        }

        if (type == typeof(int))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _) ? "" : "a whole number";
        }

        if (type == typeof(long))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) ? "" : "a whole number";
        }

        if (type == typeof(double))
        {
            return IsFinite(value) ? "" : "a finite number";
        }

        if (type == typeof(TimeSpan))
        {
            return IsFinite(value) && value.GetDouble() is > 0 and <= SecondsJsonConverter.Longest ? "" : "a number of seconds above 0 and at most 1e9";
        }

        if (type == typeof(ParameterValue))
        {
            return ParameterProblem(value);
        }

        if (type == typeof(DateTimeOffset))
        {
            return IsTime(value) ? "" : "an ISO 8601 time with offset, such as 2026-01-31T12:00:00Z";
        }

        if (type == typeof(DispatchId))
        {
            return IsDispatch(value) ? "" : "a dispatch id, {run}.{trial}.{step}.{attempt}";
        }

        if (type == typeof(JsonElement))
        {
            return value.ValueKind == JsonValueKind.Object ? "" : "an object";
        }

        if (type == typeof(Candidate))
        {
            return value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(entry => ParameterProblem(entry.Value).Length == 0)
                ? ""
                : "an object of numbers and strings";
        }

        return null;
    }

    /// <summary>Whether a type has no members or entries of its own to look into.</summary>
    public static bool IsScalar(Type type) => type.IsEnum || ScalarProblem(default, type) is not null;

    private static string ParameterProblem(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => IsFinite(value) ? "" : "a finite number or a string",

        // Several JSON writers put these names where a number would stand; no category is called so.
        JsonValueKind.String => value.GetString() is "NaN" or "Infinity" or "-Infinity" ? "a finite number or a string" : "",
        _ => "a number or a string",
    };

    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _) && UtcTimeJsonConverter.HasOffset(value.GetString()!);

    private static bool IsDispatch(JsonElement value) => value.ValueKind == JsonValueKind.String && TopicLevel.TryReadDispatch(value.GetString(), out _);

    private static bool IsFinite(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number);

    private static string? EnumProblem(JsonElement value, Type type, string path)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString()) ? null : Must(path, $"one of {string.Join(", ", names)}");
    }

    private static string? ObjectProblem(JsonElement value, JsonTypeInfo info, string path, JsonSerializerOptions options)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Must(path, "an object");
        }

        foreach (var property in info.Properties)
        {
            var member = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var inner = Nullable.GetUnderlyingType(property.PropertyType);
            var nullable = IsNullable(property);
            if (!value.TryGetProperty(property.Name, out var found))
            {
                if (IsNeeded(property))
                {
                    return $"`{Shortened(member)}` is missing";
                }
            }
            else if (!(nullable && found.ValueKind == JsonValueKind.Null) && Problem(found, inner ?? property.PropertyType, member, options) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? DictionaryProblem(JsonElement value, Type element, string path, JsonSerializerOptions options) =>
        value.ValueKind != JsonValueKind.Object
            ? Must(path, "an object")
            : value
                .EnumerateObject()
                .Select(entry => Problem(entry.Value, element, $"{path}.{entry.Name}", options))
                .FirstOrDefault(problem => problem is not null);

    private static string? ListProblem(JsonElement value, Type element, string path, JsonSerializerOptions options) =>
        value.ValueKind != JsonValueKind.Array
            ? Must(path, "an array")
            : value.EnumerateArray().Select((entry, i) => Problem(entry, element, $"{path}[{i}]", options)).FirstOrDefault(problem => problem is not null);

    private static string Must(string path, string expected) =>
        path.Length == 0 ? $"the payload must be {expected}" : $"`{Shortened(path)}` must be {expected}";

    internal static string Shortened(string path) => path.Length <= LongestPath ? path : path[..LongestPath] + "…";
}
