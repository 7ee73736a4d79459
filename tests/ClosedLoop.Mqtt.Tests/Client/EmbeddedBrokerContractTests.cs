using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The seam's contract: the client over TCP with the embedded broker.</summary>
public sealed class EmbeddedBrokerContractTests : MqttConnectionContract
{
    protected override async Task<SeamWorld> StartAsync()
    {
        var broker = await TestBroker.StartAsync();
        return new TcpSeamWorld(broker.Address, broker, address => Connect.Through(address), sharesSubscriptions: true);
    }
}
