using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Passwords, TLS and MQTT 3.1.1 with the programs of mosquitto: one password file for both brokers, and its clients at ours.</summary>
public sealed class MosquittoAccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PasswordFile_OfMosquitto_ServesOurBroker()
    {
        using var files = new AccessFiles();
        (await MosquittoProcess.RunAsync("mosquitto_passwd", "-c", "-b", files.PasswordFile, "alice", "pass word")).ShouldBe(0);
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions { PasswordFile = files.PasswordFile, FailedLoginDelay = TimeSpan.Zero });
        await using var right = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("alice", "pass word"));
        await using var wrong = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("alice", "password"));
        (right.Answer.ReasonCode, wrong.Answer.ReasonCode).ShouldBe((MqttReasonCode.Success, MqttReasonCode.BadUserNameOrPassword));
    }

    [Fact]
    public async Task PasswordFile_OfOurs_ServesMosquitto()
    {
        using var files = new AccessFiles().WithUsers("alice");
        await using var broker = await MosquittoProcess.StartBrokerAsync(settings: $"allow_anonymous false\npassword_file {files.PasswordFile}");
        await using var right = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("alice"));
        await using var wrong = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("alice", "alice"));
        right.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
        wrong.Answer.ReasonCode.ShouldBeOneOf(MqttReasonCode.BadUserNameOrPassword, MqttReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("mqttv311")]
    public async Task Clients_WithTlsAndPassword_PublishAndSubscribe(string version)
    {
        using var certificates = new TestCertificates();
        using var files = new AccessFiles().WithUsers("furnace", "operator").WithAcl("user furnace\ntopic write a/#\nuser operator\ntopic read a/#\n");
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions
        {
            PasswordFile = files.PasswordFile,
            AclFile = files.AclFile,
            FailedLoginDelay = TimeSpan.Zero,
            Tls = new MqttTlsEndpoint(new MqttAddress("127.0.0.1", 0), certificates.CertificateFile, certificates.KeyFile),
        });
        string[] As(string user, string password) => ["-V", version, "--cafile", certificates.CaFile, "-u", user, "-P", password];
        await using var subscriber = await MosquittoProcess.StartSubscriberAsync(
            broker.TlsAddress, "%t %p", [.. As("operator", "rotarepo"), "-q", "1", "-t", "a/#"]);
        await using var publisher = MosquittoProcess.StartClient(
            "mosquitto_pub", broker.TlsAddress, [.. As("furnace", "ecanruf"), "-q", "1", "-t", "a/b", "-m", "hot"]);
        (await publisher.ExitAsync()).ShouldBe(0);
        (await subscriber.NextMessageAsync()).ShouldBe("a/b hot");
        await using var guesser = MosquittoProcess.StartClient("mosquitto_pub", broker.TlsAddress, [.. As("furnace", "guess"), "-q", "1", "-t", "a/b", "-m", "x"]);
        (await guesser.ExitAsync()).ShouldNotBe(0);
    }

    [Fact]
    public async Task Client_WithACertificate_NeedsNoPassword()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Issue("furnace");
        await using var broker = await TestBroker.StartAsync(options: new MqttBrokerOptions
        {
            Tls = new MqttTlsEndpoint(new MqttAddress("127.0.0.1", 0), certificates.CertificateFile, certificates.KeyFile) { ClientCaFile = certificates.CaFile },
        });
        await using var known = MosquittoProcess.StartClient(
            "mosquitto_pub", broker.TlsAddress, "--cafile", certificates.CaFile, "--cert", certificate, "--key", key, "-q", "1", "-t", "a", "-m", "x");
        (await known.ExitAsync()).ShouldBe(0);
        await using var unknown = MosquittoProcess.StartClient("mosquitto_pub", broker.TlsAddress, "--cafile", certificates.CaFile, "-q", "1", "-t", "a", "-m", "x");
        (await unknown.ExitAsync()).ShouldNotBe(0);
    }

    [Fact]
    public async Task OlderClients_ResumeTheirSessionAndGetWhatMqtt5Publishes()
    {
        await using var broker = await TestBroker.StartAsync();
        string[] session = ["-V", "mqttv311", "-i", "sub", "-c", "-q", "1", "-t", "x"];
        var before = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", session);
        await before.DisposeAsync();
        await broker.Events.NextAsync(e => e is { ClientId: "sub", Kind: MqttBrokerEventKind.ConnectionLost });
        await using var publisher = broker.Open();
        var sent = Text.Message("x", "5") with { Expiry = TimeSpan.FromMinutes(1), UserProperties = [new("k", "v")], ContentType = "text/plain" };
        (await publisher.PublishAsync(sent, Token).Soon()).ShouldBe(MqttPublishOutcome.Accepted);
        await using var older = MosquittoProcess.StartClient("mosquitto_pub", broker.Address, "-V", "mqttv311", "-q", "1", "-t", "x", "-m", "3");
        (await older.ExitAsync()).ShouldBe(0);
        await using var after = MosquittoProcess.StartClient("mosquitto_sub", broker.Address, ["-F", "got %p", .. session]);
        (await after.NextMessageAsync()).ShouldBe("5");
        (await after.NextMessageAsync()).ShouldBe("3");
    }

    [Fact]
    public async Task SharedSubscription_OfMosquittoClients_DividesTheMessages()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var one = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", "-q", "1", "-t", "$share/g/x");
        await using var two = await MosquittoProcess.StartSubscriberAsync(broker.Address, "%p", "-V", "mqttv311", "-q", "1", "-t", "$share/g/x");
        await using var publisher = broker.Open();
        for (var i = 0; i < 4; i++)
        {
            await publisher.PublishAsync(Text.Message("x", $"{i}"), Token).Soon();
        }

        (await one.NextMessageAsync(), await one.NextMessageAsync(), await two.NextMessageAsync(), await two.NextMessageAsync()).ShouldBe(("0", "2", "1", "3"));
    }
}
