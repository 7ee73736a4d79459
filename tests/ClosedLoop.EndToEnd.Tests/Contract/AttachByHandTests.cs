using System.Text.RegularExpressions;
using ClosedLoop.Campaigns;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The commands of <c>attach-an-instrument.md</c>, as they stand there, in two shells: one for each terminal of the page.</summary>
[Collection(nameof(OneAtATime))]
public sealed partial class AttachByHandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BrokerKind.Mosquitto)]
    [InlineData(BrokerKind.Embedded)]
    public async Task Commands_OfThePage_CompleteACampaign(BrokerKind kind)
    {
        Mosquitto.Find();
        var port = FreePort.Next();
        await using var broker = kind == BrokerKind.Mosquitto ? Mosquitto.Start(_folder.FullPath, port) : Executable.Start(_folder.FullPath, ["broker", "--port", $"{port}"]);
        await Until.TrueAsync(() => FreePort.IsOpen(port), broker.ToString);
        await using var host = Shell("host", port);
        await using var instrument = Shell("instrument", port);

        (await host.ExitAsync()).ShouldBe(0, $"{host}\n{instrument}");
        (await instrument.ExitAsync()).ShouldBe(0, instrument.ToString());

        host.Text.ShouldContain("1 observed, 0 failed, 0 quarantined, 0 in flight, of 1");
        var events = new Journal.Journals(new Storage.FileDisk(), Path.Combine(_folder.FullPath, "host", "by-hand-data")).ReadCampaign("by-hand");
        events.OfType<ObservationRecorded>().Single().Values["mass"].ShouldBe(7.31);
        events.OfType<MessageQuarantined>().ShouldBeEmpty();
        events.OfType<StepClosed>().Count().ShouldBe(1);
    }

    /// <summary>One terminal of the page: its blocks one after the other.</summary>
    private RunningProcess Shell(string terminal, int port)
    {
        var page = File.ReadAllText(Path.Combine(Executable.Checkout, "docs", "mqtt", "attach-an-instrument.md"));
        var blocks = Block().Matches(page).Where(match => match.Groups["terminal"].Value == terminal).Select(match => match.Groups["commands"].Value).ToList();
        blocks.ShouldNotBeEmpty();
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullPath, terminal)).FullName;
        var script = _folder.Write(
            Path.Combine(terminal, "commands.sh"),
            $"set -eu\nclosedloop() {{ dotnet {Executable.Path} \"$@\"; }}\n{string.Join('\n', blocks)}");
        return new RunningProcess("bash", [script], folder, new Dictionary<string, string> { ["PORT"] = $"{port}" });
    }

    [GeneratedRegex("^```bash (?<terminal>\\w+)\\n(?<commands>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
