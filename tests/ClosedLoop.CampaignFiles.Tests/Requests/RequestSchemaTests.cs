using System.Text;
using System.Text.Json;
using NJsonSchema;

namespace ClosedLoop.CampaignFiles.Tests;

/// <summary>The published schema of requests, the reader and the conversations of the page say the same.</summary>
public sealed class RequestSchemaTests
{
    private static readonly string Folder = Checkout.PathOf("docs", "optimizer");

    [Fact]
    public void Schema_Keys_AreThoseOfTheReader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "request.schema.json")));
        var maps = schema.RootElement.GetProperty("definitions").EnumerateObject().Select(definition => (definition.Name, definition.Value))
            .Append((Name: "request", Value: schema.RootElement))
            .Where(map => map.Value.TryGetProperty("properties", out _));

        Lines(maps.Select(map => (map.Name, map.Value.GetProperty("properties").EnumerateObject().Select(key => key.Name))))
            .ShouldBe(Lines(RequestShapes.All.Select(shape => (shape.Name, (IEnumerable<string>)shape.Keys))));
    }

    [Fact]
    public async Task Schema_OfWhatThePageAsks_ObjectsWhereTheReaderDoes()
    {
        var schema = await JsonSchema.FromJsonAsync(
            await File.ReadAllTextAsync(Path.Combine(Folder, "request.schema.json"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var reader = new OptimizerRequestReader(new DataFolder(Folder, _ => null));
        var (problem, sound, refused) = ((Domain.CampaignSpec?)null, 0, 0);
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(Folder, "README.md"), TestContext.Current.CancellationToken)).Where(line => line.StartsWith("→ {", StringComparison.Ordinal)))
        {
            var read = reader.Read(Encoding.UTF8.GetBytes(line[2..]), 1, problem);
            problem = read.Request is OptimizerRequest.Declare declare ? declare.Problem : problem;
            if (read.Request is not null)
            {
                schema.Validate(line[2..]).Select(objection => objection.ToString()).ShouldBeEmpty(line);
                sound++;
            }
            else if (read.Errors.Any(error => error.Message.Contains("unknown key", StringComparison.Ordinal) || error.Message.StartsWith("one request", StringComparison.Ordinal)))
            {
                // Inside a declaration the campaign's own schema would say it.
                refused += schema.Validate(line[2..]).Count > 0 ? 1 : 0;
            }
        }

        sound.ShouldBeGreaterThan(10);
        refused.ShouldBeGreaterThanOrEqualTo(2);
    }

    private static string Lines(IEnumerable<(string Name, IEnumerable<string> Keys)> shapes) =>
        string.Join('\n', shapes.Select(shape => $"{shape.Name}: {string.Join(' ', shape.Keys.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
}
