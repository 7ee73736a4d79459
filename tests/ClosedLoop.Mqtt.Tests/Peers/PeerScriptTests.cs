using System.Text;
using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// MQTT.js and paho-mqtt as clients of our broker, in both versions of the protocol, open and with TLS and a password: QoS, retained messages, wills, sessions,
/// large payloads, order, and requests that our own client answers.
/// </summary>
public sealed class PeerScriptTests
{
    private static readonly string[] Checks = ["qos", "retained", "will", "session", "large", "order", "request"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5", false)]
    [InlineData("5", true)]
    [InlineData("4", false)]
    public Task MqttJs_AtOurBroker_FindsEverythingAsItShouldBe(string version, bool tls) => CheckAsync(PeerScript.MqttJs, version, tls);

    [Theory]
    [InlineData("5", false)]
    [InlineData("5", true)]
    [InlineData("4", false)]
    public Task Paho_AtOurBroker_FindsEverythingAsItShouldBe(string version, bool tls) => CheckAsync(PeerScript.Paho, version, tls);

    private static async Task CheckAsync(PeerScript peer, string version, bool tls)
    {
        using var certificates = new TestCertificates();
        using var files = new AccessFiles().WithUsers("peer", "ours");
        await using var broker = await TestBroker.StartAsync(options: !tls ? new MqttBrokerOptions() : new MqttBrokerOptions
        {
            PasswordFile = files.PasswordFile,
            Tls = new MqttTlsEndpoint(new MqttAddress("127.0.0.1", 0), certificates.CertificateFile, certificates.KeyFile),
        });
        await using var responder = await RespondAsync(broker, tls);
        string[] secrets = tls ? [certificates.CaFile, "peer", AccessFiles.PasswordOf("peer")] : [];

        var (code, lines) = await peer.RunAsync([$"{(tls ? broker.TlsAddress : broker.Address).Port}", version, .. secrets]);

        lines.ShouldBe([.. Checks.Select(check => $"ok {check}"), "done"], string.Join('\n', lines));
        code.ShouldBe(0);
    }

    /// <summary>Answers where the request says: in the response topic, or, of a 3.1.1 client, in the first word of the payload.</summary>
    private static async Task<RawResponder> RespondAsync(TestBroker broker, bool withPassword)
    {
        var client = await RawClient.ConnectAsync(broker.Address, withPassword ? AccessFiles.Hello("ours") : new ConnectPacket("responder") { CleanStart = true });
        await client.SubscribeAsync(new SubscriptionRequest("ask") { MaximumQos = 1 });
        return new RawResponder(client, request =>
        {
            var words = Encoding.UTF8.GetString(request.Payload.Span).Split(' ', 2);
            var (topic, text) = request.ResponseTopic is { } asked ? (asked, string.Join(' ', words)) : (words[0], words[1]);
            return new PublishPacket(topic, Encoding.UTF8.GetBytes($"{text} to you"))
            {
                CorrelationData = request.CorrelationData,
                ContentType = request.ContentType,
                UserProperties = request.UserProperties,
            };
        }, Token);
    }
}
