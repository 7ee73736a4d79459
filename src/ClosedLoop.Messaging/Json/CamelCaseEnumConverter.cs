using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClosedLoop.Messaging;

/// <summary>Enums travel as camelCase strings, never as numbers.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
