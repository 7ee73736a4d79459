using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Connections over TLS, with certificates made for the test.</summary>
public sealed class BrokerTlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    private static SubscriptionRequest Filter(string filter) => new(filter) { MaximumQos = 1 };

    [Fact]
    public async Task BothEndpoints_ServeTheSameTopics()
    {
        await using var broker = await StartAsync(Endpoint());
        await using var secure = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("secure"), Trusting());
        await secure.SubscribeAsync(Filter("a"));
        await using var plain = await RawClient.ConnectAsync(broker.Address, "plain");
        (await plain.PublishAsync("a", new string('x', 100_000))).ShouldBe(MqttReasonCode.Success);
        (await secure.ExpectAsync<PublishPacket>()).Payload.Length.ShouldBe(100_000);
        (await secure.PublishAsync("b")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        await secure.NothingMoreAsync();
    }

    [Fact]
    public async Task Certificate_OfAClient_IsItsUserName()
    {
        using var files = new AccessFiles().WithAcl("user furnace\ntopic a\n");
        await using var broker = await StartAsync(Endpoint() with { ClientCaFile = _certificates.CaFile }, files.AclFile);
        await using var furnace = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("c"), Trusting("furnace"));
        (await furnace.PublishAsync("a")).ShouldBe(MqttReasonCode.NoMatchingSubscribers);
        (await furnace.PublishAsync("b")).ShouldBe(MqttReasonCode.NotAuthorized);
        await using var mixer = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("d"), Trusting("mixer"));
        (await mixer.PublishAsync("a")).ShouldBe(MqttReasonCode.NotAuthorized);
        await using var liar = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("e") { UserName = "furnace" }, Trusting("mixer"));
        liar.Answer.ReasonCode.ShouldBe(MqttReasonCode.BadUserNameOrPassword);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_WithoutACertificateOfTheAuthority_IsNotLetIn(bool withAnother)
    {
        using var others = new TestCertificates();
        await using var broker = await StartAsync(Endpoint() with { ClientCaFile = _certificates.CaFile });
        var options = Trusting();
        options.ClientCertificates = withAnother ? [Load(others.Issue("furnace"))] : null;
        (await AnswerAsync(broker.TlsAddress, options)).ShouldBeNull();
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.Refused)).Detail.ShouldStartWith("No TLS: ");
        await using var known = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("c"), Trusting("furnace"));
        known.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
    }

    [Fact]
    public async Task PlainBytes_AtTheTlsEndpoint_EndThatConnectionOnly()
    {
        await using var broker = await StartAsync(Endpoint());
        await using var bystander = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("bystander"), Trusting());
        await using var plain = await RawClient.OpenAsync(broker.TlsAddress);
        plain.Send(new ConnectPacket("plain"));
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.Refused)).Detail.ShouldStartWith("No TLS: ");
        await bystander.NothingMoreAsync();
    }

    [Fact]
    public async Task Handshake_ThatNeverComes_IsGivenUp()
    {
        var time = new ManualTime();
        await using var broker = await StartAsync(Endpoint(), time: time);
        await using var silent = await RawClient.OpenAsync(broker.TlsAddress);
        await using var later = await RawClient.ConnectAsync(broker.TlsAddress, new ConnectPacket("later"), Trusting());
        var refused = broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.Refused);
        while (!refused.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            await later.NothingMoreAsync();
        }

        (await refused).Detail.ShouldBe("No TLS: it took too long");
    }

    [Fact]
    public async Task Stop_DuringAHandshake_DoesNotWaitForIt()
    {
        var broker = await StartAsync(Endpoint());
        await using var silent = await RawClient.OpenAsync(broker.TlsAddress);
        await broker.DisposeAsync().Soon();
    }

    [Fact]
    public async Task Address_ThatOthersReach_WantsPasswordsOrClientCertificates()
    {
        var everywhere = Endpoint() with { Address = new MqttAddress("0.0.0.0", 0) };
        var refused = await Should.ThrowAsync<MqttBrokerRefusedException>(StartAsync(everywhere));
        refused.Mistakes.ShouldHaveSingleItem().ShouldContain("can be reached from other machines");
        await using var guarded = await StartAsync(everywhere with { ClientCaFile = _certificates.CaFile });
        await using var client = await RawClient.ConnectAsync(
            new MqttAddress("127.0.0.1", guarded.TlsAddress.Port), new ConnectPacket("c"), Trusting("furnace"));
        client.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
    }

    [Fact]
    public async Task Start_WithAKeyOfAnotherCertificate_SaysSo()
    {
        var mixed = Endpoint() with { KeyFile = _certificates.Issue("other").KeyFile };
        var refused = await Should.ThrowAsync<MqttBrokerRefusedException>(StartAsync(mixed));
        refused.Mistakes.ShouldHaveSingleItem().ShouldStartWith(mixed.CertificateFile);
    }

    public void Dispose() => _certificates.Dispose();

    /// <summary>What follows CONNECT. In TLS 1.3 a client may think that it is in until it reads.</summary>
    private static async Task<MqttPacket?> AnswerAsync(MqttAddress address, SslClientAuthenticationOptions options)
    {
        try
        {
            await using var client = await RawClient.OpenAsync(address, tls: options);
            client.Send(new ConnectPacket("c"));
            return await client.NextAsync();
        }
        catch (Exception end) when (end is IOException or AuthenticationException)
        {
            return null;
        }
    }

    private static X509Certificate2 Load((string CertificateFile, string KeyFile) files) => X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);

    private static Task<TestBroker> StartAsync(MqttTlsEndpoint endpoint, string? aclFile = null, TimeProvider? time = null) =>
        TestBroker.StartAsync(time, new MqttBrokerOptions { Tls = endpoint, AclFile = aclFile });

    private MqttTlsEndpoint Endpoint() => new(new MqttAddress("127.0.0.1", 0), _certificates.CertificateFile, _certificates.KeyFile);

    private SslClientAuthenticationOptions Trusting(string? name = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificates.Authority);
        return new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificates = name is null ? null : [Load(_certificates.Issue(name))],
        };
    }
}
