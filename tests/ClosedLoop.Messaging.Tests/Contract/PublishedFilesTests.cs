namespace ClosedLoop.Messaging.Tests;

/// <summary>What is published is what the types say; <c>closedloop contract</c> writes it again.</summary>
public sealed class PublishedFilesTests
{
    private static readonly string Folder = Checkout.PathOf("docs", "mqtt");

    public static TheoryData<string> Names => [.. ContractFiles.Generate().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void File_Published_IsTheOneThatTheTypesMake(string name) =>
        File.ReadAllText(Path.Combine(Folder, name)).ShouldBe(ContractFiles.Generate()[name], $"write it again with: closedloop contract --out {Folder}");

    [Fact]
    public void Schemas_Published_AreThoseOfTheTypesAndNoOthers() =>
        Directory.GetFiles(Path.Combine(Folder, "schemas")).Select(path => $"schemas/{Path.GetFileName(path)}").ShouldBe(Names.Where(row => row.Data.StartsWith("schemas/", StringComparison.Ordinal)).Select(row => row.Data), ignoreOrder: true);

    [Fact]
    public void Channels_OfTheContract_AreAllTopics() =>
        ContractChannels.All.Select(channel => channel.Kind).ShouldBe(Enum.GetValues<LabTopicKind>(), ignoreOrder: true);

    [Fact]
    public void Table_OfTheProse_SaysTheSameOfEveryTopic()
    {
        var rows = File.ReadAllLines(Path.Combine(Folder, "contract.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        foreach (var channel in ContractChannels.All)
        {
            var topic = channel.Topic["closedloop/v1/{lab}/".Length..]
                .Replace("{instrument}", "{id}", StringComparison.Ordinal)
                .Replace("{campaign}", "{id}", StringComparison.Ordinal)
                .Replace("{operator}", "{id}", StringComparison.Ordinal)
                .Replace("{request}", "{id}", StringComparison.Ordinal)
                .Replace("{planner}", "{name}", StringComparison.Ordinal)
                .Replace("{trial}", "{n}", StringComparison.Ordinal)
                .Replace("{event}", "{kind}", StringComparison.Ordinal);
            var row = rows.Where(row => Topics(row[1]).Contains(topic)).ShouldHaveSingleItem(topic);
            row[2].Trim().ShouldBe(MemberText.Camel($"{channel.Sender}"), topic);
            row[3].Trim().ShouldBe(channel.KeptUntil is { } until ? $"until {until}" : channel.IsWill ? "yes, and will" : channel.Retained ? "yes" : row[3].Trim() is "never" ? "never" : "no", topic);
            row[4].Trim().ShouldBe($"{channel.Qos}", topic);
            row[5].Trim().ShouldBe(channel.Expiry == "never" ? "no" : channel.Expiry, topic);
        }
    }

    /// <summary>The topics of a row; the later ones leave out what they share with the first.</summary>
    private static List<string> Topics(string cell)
    {
        var written = cell.Split(',').Select(part => part.Trim(' ', '`')).ToList();
        return [.. written.Select((topic, i) => i == 0 ? topic : written[0][..(written[0].LastIndexOf('/') + 1)] + topic)];
    }
}
