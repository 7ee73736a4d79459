using System.Globalization;
using System.Text;
using ClosedLoop.Mqtt;
using Newtonsoft.Json.Linq;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Every message of a campaign, from a real broker, against the published AsyncAPI document and its schemas.</summary>
[Collection(nameof(OneAtATime))]
public sealed class RunningLabTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Messages_OfARunningLab_AreThoseOfTheContract()
    {
        var contract = await PublishedContract.ReadAsync();
        var port = FreePort.Next();
        BenchFiles.WriteLab(_folder, Step);
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await broker.LineAsync("Broker at");
        await using var listener = await Listener.StartAsync(port, "listener", "closedloop/v1/#");
        await using (var run = Executable.Start(_folder.FullPath, ["run", BenchFiles.WriteCampaign(_folder, "heard", 5), "--plain", "--broker", $"127.0.0.1:{port}"]))
        {
            await run.LineAsync("proposed");
            await using var pause = Executable.Start(_folder.FullPath, ["pause", "heard", "--broker", $"127.0.0.1:{port}"]);
            (await pause.ExitAsync()).ShouldBe(0, pause.Text);
            await using var resume = Executable.Start(_folder.FullPath, ["resume", "heard", "--broker", $"127.0.0.1:{port}"]);
            (await resume.ExitAsync()).ShouldBe(0, resume.Text);
            (await run.ExitAsync()).ShouldBe(0, run.Text);
        }

        await using var late = await Listener.StartAsync(port, "late", "closedloop/v1/#");
        await Until.TrueAsync(() => late.Heard.Any(message => message.Topic.EndsWith("/campaign/heard/state", StringComparison.Ordinal)), broker.ToString);

        var heard = listener.Heard.Where(message => !message.Payload.IsEmpty).ToList();
        heard.Select(message => Objection(contract, message)).OfType<string>().ShouldBeEmpty();
        heard.Select(message => contract.Of(message.Topic).Name).Distinct().Count().ShouldBeGreaterThanOrEqualTo(15);
        late.Heard.ShouldAllBe(message => contract.Of(message.Topic).Binding("retain") == "true");
        var cleared = listener.Heard.Where(message => message.Payload.IsEmpty).Select(message => message.Topic).ToHashSet();
        var kept = heard.Select(message => message.Topic).Where(topic => contract.Of(topic).Binding("retain") == "true" && !cleared.Contains(topic)).Distinct();
        late.Heard.Select(message => message.Topic).ShouldBe(kept, ignoreOrder: true);
        cleared.ShouldAllBe(topic => topic.Contains("/dispatch/", StringComparison.Ordinal));
        Story(heard).ShouldAllBe(text => text.Length > 0);
    }

    /// <summary>The first words of everything that a campaign shows.</summary>
    private static IEnumerable<string> Story(IEnumerable<MqttMessage> heard) => heard
        .Where(message => message.Topic.Contains("/campaign/", StringComparison.Ordinal) && !message.Topic.EndsWith("/control", StringComparison.Ordinal))
        .Select(message => JObject.Parse(Encoding.UTF8.GetString(message.Payload.Span)).Properties().First())
        .Select(first => first.Name == "text" ? (string)first.Value! : "");

    private static string? Objection(PublishedContract contract, MqttMessage message)
    {
        var channel = contract.Of(message.Topic);
        var json = Encoding.UTF8.GetString(message.Payload.Span);
        if (channel.Objections(json) is [var first, ..])
        {
            return $"{message.Topic}: {first} in {json}";
        }

        var isWill = message.Topic.EndsWith("/presence", StringComparison.Ordinal);
        var expiry = channel.Binding("messageExpiryInterval");
        var expires = message.Expiry is { } left ? (expiry is null || left.TotalSeconds <= int.Parse(expiry, CultureInfo.InvariantCulture)) : expiry is null;
        var names = message.UserProperties.Select(property => property.Key).ToHashSet();
        return (int)message.Qos != int.Parse(channel.Binding("qos")!, CultureInfo.InvariantCulture) ? $"{message.Topic}: QoS {message.Qos}"
            : !expires ? $"{message.Topic}: expires in {message.Expiry}"
            : !isWill && !contract.UserProperties.All(names.Contains) ? $"{message.Topic}: user properties {string.Join(", ", names)}"
            : message.ResponseTopic is { } topic && (string?)JObject.Parse(json)["replyTo"] != topic ? $"{message.Topic}: replyTo is not the response topic"
            : null;
    }
}
