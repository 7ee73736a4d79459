using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Whom the client trusts, and what it says of whom it does not.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly Inbox<MqttConnectionEvent> _events = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Certificate_OfTheTrustedAuthorityAndForThisHost_IsAccepted()
    {
        using var shown = _certificates.Create("broker", "127.0.0.1");
        await using var broker = new ScriptedBroker(shown);
        await using var client = Open(broker, new MqttTlsOptions { CaFile = _certificates.CaFile });

        (await broker.AcceptAsync()).ClientId.ShouldBe("c");

        (await _events.NextAsync()).Kind.ShouldBe(MqttConnectionEventKind.Connected);
        await client.AbortAsync();
    }

    [Fact]
    public async Task Certificate_OfAnotherAuthority_IsRefusedAndBothAreNamed()
    {
        using var others = new TestCertificates();
        using var shown = _certificates.Create("broker", "127.0.0.1");
        await using var broker = new ScriptedBroker(shown);
        await using var client = Open(broker, new MqttTlsOptions { CaFile = others.CaFile });

        var failed = await FailureAsync(broker);

        failed.Detail.ShouldContain($"CN=broker, issued by {_certificates.Authority.Subject}) is not trusted by the CA file {others.CaFile}");
    }

    [Fact]
    public async Task Certificate_OfNoAuthorityOfThisMachine_IsRefused()
    {
        using var shown = _certificates.Create("broker", "127.0.0.1");
        await using var broker = new ScriptedBroker(shown);
        await using var client = Open(broker, new MqttTlsOptions());

        (await FailureAsync(broker)).Detail.ShouldContain("is not trusted by the certificate authorities of this machine");
    }

    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("wrong.lab", "wrong.lab")]
    public async Task Certificate_ForAnotherHost_IsRefusedAndBothNamesAreSaid(string? serverName, string wanted)
    {
        using var shown = _certificates.Create("broker", "broker.lab", "10.0.0.1");
        await using var broker = new ScriptedBroker(shown);
        await using var client = Open(broker, new MqttTlsOptions { CaFile = _certificates.CaFile, ServerName = serverName });

        (await FailureAsync(broker)).Detail.ShouldContain($"certificate is for 'broker.lab', '10.0.0.1', not for '{wanted}'");
    }

    [Fact]
    public async Task Certificate_ForTheNameThatWasGiven_IsAccepted()
    {
        using var shown = _certificates.Create("broker", "broker.lab");
        await using var broker = new ScriptedBroker(shown);
        await using var client = Open(broker, new MqttTlsOptions { CaFile = _certificates.CaFile, ServerName = "broker.lab" });

        await broker.AcceptAsync();

        (await _events.NextAsync()).Kind.ShouldBe(MqttConnectionEventKind.Connected);
        await client.AbortAsync();
    }

    [Fact]
    public async Task Certificate_RenewedWhileConnected_IsTrustedAtTheNextConnect()
    {
        using var renewed = new TestCertificates();
        using var shown = renewed.Create("broker", "127.0.0.1");
        await using var broker = new ScriptedBroker(shown);
        var caFile = _certificates.Write("current.pem", await File.ReadAllTextAsync(_certificates.CaFile, TestContext.Current.CancellationToken));
        await using var client = Open(broker, new MqttTlsOptions { CaFile = caFile });
        await FailureAsync(broker);

        File.Copy(renewed.CaFile, caFile, overwrite: true);

        while (await broker.TryAcceptAsync() is null)
        {
            // An attempt from before the renewal.
        }

        (await _events.NextAsync(e => e.Kind == MqttConnectionEventKind.Connected)).Connects.ShouldBe(1);
        await client.AbortAsync();
    }

    [Theory]
    [InlineData("missing.pem", "CA file")]
    [InlineData("empty.pem", "holds no certificate")]
    public void CaFile_ThatCannotBeUsed_IsNamedAtOnce(string name, string said)
    {
        _certificates.Write("empty.pem", "");
        var path = Path.Combine(Path.GetDirectoryName(_certificates.CaFile)!, name);

        var error = Should.Throw<InvalidDataException>(() => Connector(new MqttTlsOptions { CaFile = path }));

        error.Message.ShouldContain(path);
        error.Message.ShouldContain(said);
    }

    [Fact]
    public void ClientCertificate_EveryForm_IsReadWithItsKey()
    {
        var (certificate, key) = _certificates.Issue("instrument");
        var both = _certificates.Write("both.pem", File.ReadAllText(certificate) + "\n" + File.ReadAllText(key));
        using var created = _certificates.Create("packed");
        var packed = _certificates.Write("packed.pfx", created.Export(X509ContentType.Pkcs12, "open sesame"));
        var password = _certificates.Write("password", "open sesame\n");
        foreach (var options in new[]
        {
            new MqttTlsOptions { ClientCertificateFile = certificate, ClientKeyFile = key },
            new MqttTlsOptions { ClientCertificateFile = both },
            new MqttTlsOptions { ClientCertificateFile = packed, ClientKeyPasswordFile = password },
        })
        {
            TlsCertificates.Own(options)!.TargetCertificate.HasPrivateKey.ShouldBeTrue();
        }

        Should.Throw<InvalidDataException>(() => Connector(new MqttTlsOptions { ClientCertificateFile = certificate })).Message.ShouldContain(certificate);
        Should.Throw<InvalidDataException>(() => Connector(new MqttTlsOptions { ClientCertificateFile = packed })).Message.ShouldContain(packed);
    }

    [Fact]
    public async Task Port_WithoutTls_IsSaidToHaveNone()
    {
        await using var broker = new ScriptedBroker();
        await using var client = Open(broker, new MqttTlsOptions { CaFile = _certificates.CaFile });
        await using (var plain = await broker.AcceptStreamAsync())
        {
            plain.Close();
        }

        (await _events.NextAsync()).Detail.ShouldContain("does this port speak TLS?");
    }

    private static MqttTcpConnector Connector(MqttTlsOptions tls) =>
        new(new MqttAddress("127.0.0.1", 1), TimeProvider.System, new MqttTcpConnectorOptions { Tls = tls });

    /// <summary>The first failure; the broker sees the client turn away.</summary>
    private async Task<MqttConnectionEvent> FailureAsync(ScriptedBroker broker)
    {
        var accepting = broker.TryAcceptAsync();
        var failed = await _events.NextAsync();
        failed.Kind.ShouldBe(MqttConnectionEventKind.ConnectFailed);
        failed.NeedsPerson.ShouldBeTrue();
        failed.Cause.ShouldBeOfType<AuthenticationException>();
        (await accepting).ShouldBeNull();
        return failed;
    }

    private MqttTcpConnection Open(ScriptedBroker broker, MqttTlsOptions tls) =>
        Connect.To(broker.Address, new MqttConnectionOptions { ClientId = "c" }, _events, how: new MqttTcpConnectorOptions { Tls = tls });
}
