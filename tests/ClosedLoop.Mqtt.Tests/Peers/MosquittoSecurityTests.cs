using System.Globalization;
using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Our client against a mosquitto that wants TLS, a password, and a client certificate.</summary>
public sealed class MosquittoSecurityTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    private readonly TestCertificates _certificates = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(MqttVersion.V5)]
    [InlineData(MqttVersion.V311)]
    public async Task TlsPasswordAndCertificate_AllRight_MessagesPass(MqttVersion version)
    {
        await using var broker = await StartAsync(wantsCertificate: true);
        var (certificate, key) = _certificates.Issue("instrument");
        await using var client = Open(broker, version, Password, certificate, key);
        var inbox = new Inbox<string>();
        await client.SubscribeAsync("t", MqttQos.AtLeastOnce, m => inbox.AddAsync(m.Content()), Token).Soon();

        for (var i = 0; i < 200; i++)
        {
            (await client.PublishAsync(Text.Message("t", $"{i}"), Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        }

        for (var i = 0; i < 200; i++)
        {
            (await inbox.NextAsync()).ShouldBe(i.ToString(CultureInfo.InvariantCulture));
        }

        (await client.PublishAsync(new MqttMessage("large", new byte[3_000_000]), Token).Soon()).ShouldNotBe(MqttPublishOutcome.TimedOut);
    }

    [Theory]
    [InlineData(MqttVersion.V5)]
    [InlineData(MqttVersion.V311)]
    public async Task Password_Wrong_IsSaidWithTheUserAndWithoutThePassword(MqttVersion version)
    {
        await using var broker = await StartAsync(wantsCertificate: false);
        await using var client = Open(broker, version, "wrong secret");

        var failed = await _events.NextAsync();

        (failed.Kind, failed.NeedsPerson).ShouldBe((MqttConnectionEventKind.ConnectFailed, true));
        failed.Detail.ShouldContain("user 'alice'");
        failed.Detail.ShouldContain("NotAuthorized");
        $"{failed}".ShouldNotContain("wrong secret");
    }

    [Fact]
    public async Task ClientCertificate_Missing_IsSaid()
    {
        await using var broker = await StartAsync(wantsCertificate: true);
        await using var client = Open(broker, MqttVersion.V5, Password);

        (await _events.NextAsync()).Detail.ShouldContain("client certificate");
        (await _events.NextAsync(e => e.NeedsPerson)).Detail.ShouldContain("client certificate");
    }

    private async Task<MosquittoProcess> StartAsync(bool wantsCertificate)
    {
        var (certificate, key) = _certificates.Issue("broker", "127.0.0.1");
        var passwords = await MosquittoProcess.PasswordFileAsync(_certificates.Write("passwords", ""), "alice", Password);
        return await MosquittoProcess.StartBrokerAsync(settings: $"""
            allow_anonymous false
            password_file {passwords}
            certfile {certificate}
            keyfile {key}
            cafile {_certificates.CaFile}
            require_certificate {(wantsCertificate ? "true" : "false")}
            """);
    }

    private MqttTcpConnection Open(MosquittoProcess broker, MqttVersion version, string password, string? certificate = null, string? key = null) =>
        Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" }, _events, how: new MqttTcpConnectorOptions
        {
            Version = version,
            Tls = new MqttTlsOptions { CaFile = _certificates.CaFile, ClientCertificateFile = certificate, ClientKeyFile = key },
            Credentials = new MqttCredentials("alice") { PasswordFile = _certificates.Write("password", password + "\n") },
        });
}
