using ClosedLoop.Tests;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The way to a broker that wants TLS and a password: how it is written, and what is said when it is written wrongly.</summary>
[Collection(nameof(OneAtATime))]
public sealed class BrokerAccessTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    private readonly TestFolder _folder = new();
    private readonly TestCertificates _certificates = new();

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("ftp://lab", "write it as HOST")]
    [InlineData("lab:many", "write it as HOST")]
    [InlineData("mqtt://lab/topic", "write it as HOST")]
    [InlineData("mqtts://alice:hunter2@lab", "a password in a command line")]
    public async Task BrokerOption_Wrong_IsRefusedWithoutRepeatingAPassword(string broker, string told)
    {
        var (code, text) = await RunAsync(["pause", "any", "--broker", broker]);

        code.ShouldBe(2, text);
        text.ShouldContain(told);
        text.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("ClosedLoop__Broker__CaFile", "ca.pem", "CaFile has a meaning only with")]
    [InlineData("ClosedLoop__Broker__PasswordFile", "secret", "a password and no User")]
    public async Task Settings_ThatContradictEachOther_AreNamed(string key, string value, string told)
    {
        var (code, text) = await RunAsync(["pause", "any"], (key, value));

        code.ShouldBe(2, text);
        text.ShouldContain(told);
    }

    [Fact]
    public async Task File_ThatIsMissing_IsNamed()
    {
        var (code, text) = await RunAsync(
            ["pause", "any", "--broker", "mqtts://127.0.0.1"], ("ClosedLoop__Broker__CaFile", "no-such.pem"));

        code.ShouldBe(2, text);
        text.ShouldContain("no-such.pem");
    }

    [Theory]
    [InlineData("pause", "any")]
    [InlineData("instrument", "bench.yaml")]
    [InlineData("run", "wrong-campaign.yaml", "--no-instruments")]
    [InlineData("serve", "--lab", "bench", "--no-instruments")]
    public async Task Password_Wrong_EndsTheCommandWithTheReason(params string[] command)
    {
        await using var broker = await StartAsync();
        BenchFiles.WriteLab(_folder, TimeSpan.FromSeconds(1));
        BenchFiles.WriteCampaign(_folder, "wrong", 3);
        var began = TimeProvider.System.GetTimestamp();

        var (code, text) = await RunAsync(
            [.. command, "--broker", $"mqtts://alice@127.0.0.1:{broker.Port}"],
            ("ClosedLoop__Broker__Password", "hunter2"), ("ClosedLoop__Broker__CaFile", _certificates.CaFile));

        code.ShouldNotBe(0, text);
        text.ShouldContain("The broker refuses the connection of user 'alice'");
        text.ShouldNotContain("hunter2");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20), "whoever typed the command waits for it");
    }

    [Fact]
    public async Task Certificate_NotTrusted_EndsTheCommandWithTheReason()
    {
        await using var broker = await StartAsync();

        var (code, text) = await RunAsync(["pause", "any", "--broker", $"mqtts://alice@127.0.0.1:{broker.Port}"], ("ClosedLoop__Broker__Password", Password));

        code.ShouldBe(2, text);
        text.ShouldContain($"(CN=broker, issued by {_certificates.Authority.Subject}) is not trusted by the certificate authorities of this machine");
    }

    [Fact]
    public async Task Campaign_OverTlsWithPasswordAndClientCertificate_RunsToItsEnd()
    {
        await using var broker = await StartAsync(wantsCertificate: true);
        var lab = BenchFiles.WriteLab(_folder, TimeSpan.FromMilliseconds(200));
        var campaign = BenchFiles.WriteCampaign(_folder, "secured", 4);
        var (certificate, key) = _certificates.Issue("host");
        (string, string)[] settings =
        [
            ("ClosedLoop__Broker__PasswordFile", _folder.Write("password", Password + "\n")), ("ClosedLoop__Broker__User", "alice"),
            ("ClosedLoop__Broker__Tls", "true"), ("ClosedLoop__Broker__CaFile", _certificates.CaFile),
            ("ClosedLoop__Broker__ClientCertificate", certificate), ("ClosedLoop__Broker__ClientKey", key),
        ];
        var uri = $"mqtts://alice@127.0.0.1:{broker.Port}";
        var elsewhere = Path.Combine(_folder.FullPath, "elsewhere");
        await using var instruments = Executable.Start(_folder.FullPath, ["instrument", lab, "--broker", uri, "--data", elsewhere], settings);
        await instruments.LineAsync($"at mqtts://127.0.0.1:{broker.Port}");

        var (code, text) = await RunAsync(["run", campaign, "--plain", "--no-instruments", "--broker", uri], settings);

        code.ShouldBe(0, text);
        _folder.State("secured").IsOver.ShouldBeTrue(text);
        text.ShouldNotContain(Password);
        await instruments.InterruptAsync();
    }

    private async Task<(int Code, string Text)> RunAsync(IEnumerable<string> arguments, params IEnumerable<(string, string)> settings)
    {
        await using var program = Executable.Start(_folder.FullPath, arguments, settings);
        return (await program.ExitAsync(), program.Text);
    }

    private async Task<SecuredBroker> StartAsync(bool wantsCertificate = false)
    {
        var (certificate, key) = _certificates.Issue("broker", "127.0.0.1");
        var passwords = await Mosquitto.PasswordFileAsync(_folder.FullPath, "alice", Password);
        var port = FreePort.Next();
        var process = Mosquitto.Start(_folder.FullPath, port, $"""
            allow_anonymous false
            password_file {passwords}
            certfile {certificate}
            keyfile {key}
            cafile {_certificates.CaFile}
            require_certificate {(wantsCertificate ? "true" : "false")}
            """);
        await process.LineAsync("running");
        return new SecuredBroker(process, port);
    }

    private sealed record SecuredBroker(RunningProcess Process, int Port) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
