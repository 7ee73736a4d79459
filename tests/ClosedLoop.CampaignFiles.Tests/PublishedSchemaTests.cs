using System.Text.Json;

namespace ClosedLoop.CampaignFiles.Tests;

public sealed class PublishedSchemaTests
{
    public static TheoryData<string> Campaigns => ShippedCampaignsTests.Files;

    [Theory]
    [MemberData(nameof(Campaigns))]
    public async Task CampaignSchema_ShippedCampaign_HasNoObjection(string name)
    {
        var text = await File.ReadAllTextAsync(Checkout.PathOf("campaigns", name), TestContext.Current.CancellationToken);

        text.ShouldStartWith("# yaml-language-server: $schema=../docs/campaign.schema.json");
        PublishedSchema.Objections(await PublishedSchema.Load("campaign.schema.json"), text).ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task CampaignSchema_CampaignWithEveryKey_HasNoObjection() =>
        PublishedSchema.Objections(await PublishedSchema.Load("campaign.schema.json"), CampaignFileReaderTests.EveryKey).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public async Task LabSchema_LabWithEveryKey_HasNoObjection() =>
        PublishedSchema.Objections(await PublishedSchema.Load("lab.schema.json"), LabFileReaderTests.EveryKey).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public async Task ScenarioSchema_ScenarioWithEveryKey_HasNoObjection() =>
        PublishedSchema.Objections(await PublishedSchema.Load("scenario.schema.json"), ScenarioFileReaderTests.EveryKey).ShouldNotBeNull().ShouldBeEmpty();

    [Fact]
    public void ScenarioSchema_Keys_AreThoseOfTheReader() => KeysOf("scenario.schema.json", "scenario").ShouldBe(Keys(ScenarioShapes.All));

    [Fact]
    public void CampaignSchema_Keys_AreThoseOfTheReader() => KeysOf("campaign.schema.json", "campaign").ShouldBe(Keys(CampaignShapes.All));

    [Fact]
    public void LabSchema_Keys_AreThoseOfTheReader() => KeysOf("lab.schema.json", "lab").ShouldBe(Keys(LabShapes.All));

    [Theory]
    [InlineData("campaign.schema.json", "Campaigns")]
    [InlineData("lab.schema.json", "Labs")]
    public async Task Schema_BrokenFileWithAMissingOrUnknownKey_Objects(string schemaName, string kind)
    {
        var schema = await PublishedSchema.Load(schemaName);
        var structural = 0;
        foreach (var name in BrokenFiles.Names(kind))
        {
            var path = BrokenFiles.PathOf(kind, name);
            var messages = await File.ReadAllTextAsync(Path.ChangeExtension(path, ".txt"), TestContext.Current.CancellationToken);
            var isStructural = messages.Contains("unknown key; ", StringComparison.Ordinal) || messages.Contains("' is missing; add ", StringComparison.Ordinal);
            if (isStructural && PublishedSchema.Objections(schema, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)) is { } objections)
            {
                structural++;
                objections.ShouldNotBeEmpty(name);
            }
        }

        structural.ShouldBeGreaterThan(5);
    }

    private static string Keys(IEnumerable<Shape> shapes) =>
        string.Join("\n", shapes.Select(shape => $"{shape.Name}: {string.Join(" ", shape.Keys.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    private static string KeysOf(string file, string root)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("docs", file)));
        var maps = document.RootElement.GetProperty("definitions").EnumerateObject()
            .Select(definition => (definition.Name, definition.Value))
            .Append((Name: root, Value: document.RootElement))
            .Where(map => map.Value.TryGetProperty("properties", out _))
            .ToList();
        maps.ShouldAllBe(map => !map.Value.GetProperty("additionalProperties").GetBoolean());
        return Keys(maps.Select(map => new Shape(map.Name, [.. map.Value.GetProperty("properties").EnumerateObject().Select(property => property.Name)])));
    }
}
