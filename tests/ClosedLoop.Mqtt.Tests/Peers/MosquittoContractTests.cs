using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>The seam's contract: the client over TCP with the mosquitto broker.</summary>
public sealed class MosquittoContractTests : MqttConnectionContract
{
    protected override async Task<SeamWorld> StartAsync()
    {
        var broker = await MosquittoProcess.StartBrokerAsync();
        return new TcpSeamWorld(broker.Address, broker, address => Connect.Through(address), sharesSubscriptions: true);
    }
}
