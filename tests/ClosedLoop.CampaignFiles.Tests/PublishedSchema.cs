using System.Globalization;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>A JSON Schema as an editor uses it on a YAML file.</summary>
internal static class PublishedSchema
{
    /// <summary>From its file, because one schema may refer to another beside it.</summary>
    public static async Task<JsonSchema> Load(string name) => await JsonSchema.FromFileAsync(Checkout.PathOf("docs", name));

    /// <summary>What the schema objects to, or null when the text is not even YAML.</summary>
    public static IReadOnlyList<string>? Objections(JsonSchema schema, string yaml)
    {
        var errors = new FileErrors("schema.yaml");
        var root = YamlDocument.Read(yaml, "a file", errors);
        return root is null || errors.Count > 0 ? null : [.. schema.Validate(ToJson(root)).Select(error => error.ToString())];
    }

    // YAML 1.2's core schema, which editors follow: plain words may be numbers, booleans or null.
    private static JToken ToJson(FileNode node) => node switch
    {
        MapNode map => new JObject(map.Entries.Select(entry => new JProperty(entry.Key.Text, ToJson(entry.Value)))),
        ListNode list => new JArray(list.Items.Select(ToJson)),
        ScalarNode { Quoted: true } quoted => new JValue(quoted.Text),
        ScalarNode { IsNothing: true } => JValue.CreateNull(),
        ScalarNode { Text: "true" or "false" } flag => new JValue(flag.Text == "true"),
        ScalarNode scalar when ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => new JValue(whole),
        ScalarNode scalar when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new JValue(whole),
        ScalarNode scalar when NodeReader.TryNumber(scalar.Text, out var number) => new JValue(number),
        ScalarNode scalar => new JValue(scalar.Text),
        _ => throw new InvalidOperationException($"A sound file has no {node.GetType().Name}"),
    };
}
