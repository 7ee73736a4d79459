using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using YamlDotNet.RepresentationModel;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary><c>asyncapi.yaml</c> and its schemas, as somebody reads them who knows nothing else of this project.</summary>
internal sealed class PublishedContract
{
    private static readonly string Folder = Path.Combine(Executable.Checkout, "docs", "mqtt");

    private readonly YamlMappingNode _root;
    private readonly List<Channel> _channels;

    private PublishedContract(YamlMappingNode root, List<Channel> channels) => (_root, _channels) = (root, channels);

    /// <summary>A topic, what is sent there, and how.</summary>
    /// <param name="Name">Its name in the document.</param>
    /// <param name="Topic">Matches its topics.</param>
    /// <param name="Schema">The schema of its message.</param>
    /// <param name="Sending">The MQTT binding of the operation that sends.</param>
    public sealed record Channel(string Name, Regex Topic, JsonSchema Schema, YamlMappingNode Sending)
    {
        /// <summary>A number or word of the binding, or null.</summary>
        public string? Binding(string key) => Sending.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

        /// <summary>What the schema objects to.</summary>
        public IReadOnlyList<string> Objections(string json)
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            return [.. Schema.Validate(JToken.Load(reader)).Select(error => error.ToString())];
        }
    }

    /// <summary>The user properties that each message is said to carry, apart from the optional trace.</summary>
    public IReadOnlyList<string> UserProperties =>
        [.. Map(_root, "components", "messageTraits", "cloudEvent", "headers", "properties").Children.Keys.Select(key => ((YamlScalarNode)key).Value!).Where(name => name != "traceparent")];

    public static async Task<PublishedContract> ReadAsync()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(Folder, "asyncapi.yaml"), TestContext.Current.CancellationToken)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var channels = new List<Channel>();
        foreach (var (key, node) in Map(root, "channels").Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            var message = ((YamlScalarNode)Map(node, "messages").Children.Single().Key).Value!;
            var schema = Text(Map(root, "components", "messages", message, "payload"), "$ref");
            channels.Add(new Channel(name, Pattern(Text(node, "address")), await JsonSchema.FromFileAsync(Path.Combine(Folder, schema)), Sending(root, name)));
        }

        return new PublishedContract(root, channels);
    }

    /// <summary>The one channel that a topic belongs to.</summary>
    public Channel Of(string topic) => _channels.Where(channel => channel.Topic.IsMatch(topic)).ShouldHaveSingleItem(topic);

    private static YamlMappingNode Sending(YamlMappingNode root, string channel)
    {
        var operation = Map(root, "operations").Children.Values
            .Where(node => Text(node, "action") == "send" && Text(Map(node, "channel"), "$ref") == $"#/channels/{channel}")
            .ShouldHaveSingleItem(channel);
        return Map(operation, "bindings", "mqtt");
    }

    private static Regex Pattern(string address) => new($"^{Regex.Replace(Regex.Escape(address), "\\\\\\{[^}]+}", "[^/]+")}$");

    private static YamlMappingNode Map(YamlNode node, params string[] path) => path.Aggregate((YamlMappingNode)node, (map, key) => (YamlMappingNode)map[key]);

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)((YamlMappingNode)node)[key]).Value!;
}
