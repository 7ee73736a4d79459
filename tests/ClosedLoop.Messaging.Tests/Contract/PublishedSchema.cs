using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace ClosedLoop.Messaging.Tests;

/// <summary>A published schema in the hands of a validator that knows nothing of this project, beside the reader of the lab.</summary>
internal static class PublishedSchema
{
    private static readonly Dictionary<Type, JsonSchema> Schemas = ContractMessage.All.ToDictionary(
        message => message.Type,
        message => JsonSchema.FromJsonAsync(File.ReadAllText(Checkout.PathOf("docs", "mqtt", message.SchemaFile))).GetAwaiter().GetResult());

    private static readonly MethodInfo Reader = typeof(PublishedSchema).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>What the schema objects to.</summary>
    public static IReadOnlyList<string> Objections(Type type, string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return [.. Schemas[type].Validate(JToken.Load(reader)).Select(error => error.ToString())];
    }

    /// <summary>What the lab's reader objects to, or null.</summary>
    public static string? Problem(Type type, string json) => (string?)Reader.MakeGenericMethod(type).Invoke(null, [json]);

    private static string? Read<T>(string json)
        where T : class => LabJson.TryRead<T>(Encoding.UTF8.GetBytes(json), out _, out var problem) ? null : problem;
}
