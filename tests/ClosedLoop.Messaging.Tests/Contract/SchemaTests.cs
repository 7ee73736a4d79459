using System.Text.Json.Nodes;

namespace ClosedLoop.Messaging.Tests;

/// <summary>The published schemas and the reader of the lab say the same of a message, sound or not.</summary>
public sealed class SchemaTests
{
    /// <summary>What stands where something else should.</summary>
    private static readonly string[] Wrong =
    [
        "null", "true", "0", "-1", "1.5", "12", "1e300", "\"\"", "\"x\"", "\"NaN\"", "\"ok\"", "\"a+b\"", "\"2026-03-01T20:00:00\"", "\"2026-03-01T20:00:00Z\"", "\"r.0.s.1\"", "\"r.1.s.1\"",
        "\"succeeded\"", "\"failed\"", "\"rejected\"", "\"cancel\"", "\"submit\"", "[]", "[null]", "[1]", "[\"x\"]", "{}", "{\"x\":null}", "{\"x\":1}", "{\"x\":{}}",
    ];

    public static TheoryData<string, string> Examples => ContractDocumentTests.Examples;

    public static IEnumerable<int> SomeSeeds => Enumerable.Range(1, 40);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Schema_OfAnExample_HasNoObjection(string message, string json) => PublishedSchema.Objections(TypeOf(message), json).ShouldBeEmpty();

    [Fact]
    public void Schema_OfAMessageThatIsWritten_HasNoObjection()
    {
        foreach (var message in SomeSeeds.SelectMany(seed => new RandomMessages(seed).OneOfEach()))
        {
            var json = Lab.Text(LabJson.Write(message));
            if (PublishedSchema.Problem(message.GetType(), json) is null)
            {
                PublishedSchema.Objections(message.GetType(), json).ShouldBeEmpty(json);
            }
        }
    }

    /// <summary>Every member of every example in turn left out, renamed or replaced by something else: about 5,000 messages, most of them wrong.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void Schema_AndReader_AgreeOnEveryMutation(string message, string json)
    {
        var type = TypeOf(message);
        var (accepted, refused) = (0, 0);
        foreach (var mutation in Mutations(json))
        {
            var problem = PublishedSchema.Problem(type, mutation);
            if (problem is not null && IsBeyondSchemas(problem))
            {
                continue;
            }

            var objections = PublishedSchema.Objections(type, mutation);
            (objections.Count == 0).ShouldBe(problem is null, $"{mutation}\nreader: {problem ?? "fine"}\nschema: {string.Join("; ", objections)}");
            _ = problem is null ? accepted++ : refused++;
        }

        refused.ShouldBeGreaterThan(20);
        accepted.ShouldBeGreaterThan(0);
    }

    /// <summary>One member compared with another: no schema says it, the prose does.</summary>
    private static bool IsBeyondSchemas(string problem) => problem.Contains("has a lower limit above the upper one", StringComparison.Ordinal);

    private static Type TypeOf(string message) => ContractMessage.All.First(kind => kind.Type.Name == message).Type;

    private static IEnumerable<string> Mutations(string json)
    {
        var paths = Paths(JsonNode.Parse(json)!, []).ToList();
        foreach (var path in paths)
        {
            yield return Changed(json, path, (holder, key) => Remove(holder, key));
            foreach (var wrong in Wrong)
            {
                yield return Changed(json, path, (holder, key) => Put(holder, key, JsonNode.Parse(wrong)));
            }
        }

        yield return "[]";
        yield return "3";
        yield return "\"text\"";
        yield return "{}";
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path) => node switch
    {
        JsonObject map => map.SelectMany(entry => Below(entry.Value, [.. path, entry.Key])),
        JsonArray list => list.SelectMany((entry, i) => Below(entry, [.. path, i])),
        _ => [],
    };

    private static IEnumerable<object[]> Below(JsonNode? node, object[] path) => node is null ? [path] : Paths(node, path).Prepend(path);

    private static string Changed(string json, object[] path, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(json)!;
        var holder = root;
        foreach (var key in path[..^1])
        {
            holder = key is int i ? holder![i] : holder![(string)key];
        }

        change(holder!, path[^1]);
        return root.ToJsonString();
    }

    private static void Remove(JsonNode holder, object key)
    {
        if (key is int i)
        {
            holder.AsArray().RemoveAt(i);
        }
        else
        {
            holder.AsObject().Remove((string)key);
        }
    }

    private static void Put(JsonNode holder, object key, JsonNode? value)
    {
        if (key is int i)
        {
            holder[i] = value;
        }
        else
        {
            holder[(string)key] = value;
        }
    }
}
