using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace ClosedLoop.Messaging;

/// <summary>
/// What a message must fulfil beyond its types: the attributes of its members, from which the published schemas are made too, and the few rules that compare members.
/// </summary>
internal static class MessageRules
{
    /// <summary>The first broken rule of a value that has the right shape, in words, or null.</summary>
    public static string? Problem(JsonElement value, Type type, string path, JsonSerializerOptions options)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || MessageShape.IsScalar(type))
        {
            return null;
        }

        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => OfMembers(value, info, path, options),
            JsonTypeInfoKind.Dictionary => value.EnumerateObject()
                .Select(entry => Problem(entry.Value, info.ElementType!, $"{path}.{entry.Name}", options))
                .FirstOrDefault(problem => problem is not null),
            JsonTypeInfoKind.Enumerable => value.EnumerateArray()
                .Select((entry, i) => Problem(entry, info.ElementType!, $"{path}[{i}]", options))
                .FirstOrDefault(problem => problem is not null),
            _ => null,
        };
    }

    // Reflection costs more than reading a message does; types do not change.
    private static readonly ConcurrentDictionary<(Type Type, string Name), (PropertyInfo? Member, Attribute[] Rules)> Members = new();

    /// <summary>The rules of a member.</summary>
    public static IEnumerable<Attribute> Of(JsonPropertyInfo property) => Known(property).Rules;

    /// <summary>The member of the type that a JSON member is.</summary>
    public static PropertyInfo? MemberOf(JsonPropertyInfo property) => Known(property).Member;

    private static (PropertyInfo? Member, Attribute[] Rules) Known(JsonPropertyInfo property) => Members.GetOrAdd((property.DeclaringType, property.Name), static key =>
    {
        var member = key.Type.GetProperties().FirstOrDefault(member =>
            key.Name == (member.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name ?? MemberText.Camel(member.Name)));
        return (member, [.. member?.GetCustomAttributes() ?? []]);
    });

    private static string? OfMembers(JsonElement value, JsonTypeInfo info, string path, JsonSerializerOptions options)
    {
        foreach (var property in info.Properties)
        {
            var member = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var present = value.TryGetProperty(property.Name, out var found) && found.ValueKind != JsonValueKind.Null;
            foreach (var rule in Of(property))
            {
                var problem = rule is NeededByAttribute needed
                    ? (present ? null : Missing(value, needed))
                    : present ? Broken(found, rule) : null;
                if (problem is not null)
                {
                    return $"`{MessageShape.Shortened(member)}` {problem}";
                }
            }

            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (present && Problem(found, inner, member, options) is { } deeper)
            {
                return deeper;
            }
        }

        return Compared(value, info.Type, path);
    }

    private static string? Missing(JsonElement value, NeededByAttribute rule) =>
        value.TryGetProperty(rule.Member, out var other) && rule.Values.Contains(other.GetString())
            ? $"is missing; {MemberText.And(rule.Values)} {(rule.Values.Count == 1 ? "needs" : "need")} it"
            : null;

    private static string? Broken(JsonElement value, Attribute rule) => rule switch
    {
        MinLengthAttribute when value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0 => "must not be empty",
        MaxLengthAttribute m when value.ValueKind == JsonValueKind.String && value.GetString()!.Length > m.Length => $"must not be longer than {m.Length} characters",
        AllowedValuesAttribute m when !m.Values.Contains(value.GetString()) => $"must be one of {string.Join(", ", m.Values)}",
        RegularExpressionAttribute m when !Regex.IsMatch(value.GetString()!, m.Pattern.Replace("$", "\\z", StringComparison.Ordinal)) => $"must be {m.ErrorMessage}",
        RangeAttribute m => OutOfRange(value.GetDouble(), Convert.ToDouble(m.Minimum, null), Convert.ToDouble(m.Maximum, null)),
        _ => null,
    };

    private static string? OutOfRange(double number, double least, double most) =>
        number >= least && number <= most ? null
        : most < int.MaxValue ? $"must be between {least} and {most}"
        : least == 0 ? "must not be negative"
        : $"must be at least {least}";

    /// <summary>What no schema says: one member compared with another.</summary>
    private static string? Compared(JsonElement value, Type type, string path)
    {
        if (type == typeof(ParameterLimit) && value.GetProperty("lower").GetDouble() > value.GetProperty("upper").GetDouble())
        {
            return $"`{MessageShape.Shortened(path)}` has a lower limit above the upper one";
        }

        return type == typeof(ResultMessage) ? Unfiled(value) : null;
    }

    /// <summary>An output that is too large for a payload stands in a file: its value is the file's hash.</summary>
    private static string? Unfiled(JsonElement result)
    {
        foreach (var output in result.GetProperty("outputs").EnumerateObject().Where(output => output.Value.ValueKind == JsonValueKind.String))
        {
            var text = output.Value.GetString()!;
            if (text.StartsWith(ResultFile.HashPrefix, StringComparison.Ordinal)
                && !result.GetProperty("files").EnumerateArray().Any(file => text[ResultFile.HashPrefix.Length..] == file.GetProperty("sha256").GetString()))
            {
                return $"`outputs.{output.Name}` names {text}, which is none of `files`";
            }
        }

        return null;
    }
}
