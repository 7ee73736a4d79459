using ClosedLoop.Tests;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// A broker on this machine and real sockets; each client reaches it through a relay of its own, which breaks the connection when told. Any implementation over
/// TCP, also one over another library, needs only its connector.
/// </summary>
internal sealed class TcpSeamWorld(MqttAddress broker, IAsyncDisposable process, Func<MqttAddress, IMqttConnector> connect, bool sharesSubscriptions)
    : SeamWorld
{
    private readonly Dictionary<string, CuttingProxy> _ways = [];
    private readonly List<CuttingProxy> _lost = [];
    private readonly List<IMqttConnection> _clients = [];

    public override bool SharesSubscriptions => sharesSubscriptions;

    public override IMqttConnection Open(MqttConnectionOptions options)
    {
        var client = connect(Way(options.ClientId).Address).Open(options);
        _clients.Add(client);
        return client;
    }

    public override void Cut(string clientId) => Way(clientId).CutAll();

    public override void LockOut(string clientId)
    {
        Way(clientId).IsClosed = true;
        Way(clientId).CutAll();
    }

    public override void LetIn(string clientId) => Way(clientId).IsClosed = false;

    public override void Kill(string clientId)
    {
        LockOut(clientId);
        _ways.Remove(clientId, out var way);
        _lost.Add(way!);
    }

    public override Task RunAsync(Func<Task> scenario) => scenario().Soon();

    public override async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync().Soon();
        }

        foreach (var way in _ways.Values.Concat(_lost))
        {
            await way.DisposeAsync();
        }

        await process.DisposeAsync();
    }

    private CuttingProxy Way(string clientId) => _ways.TryGetValue(clientId, out var way) ? way : _ways[clientId] = new CuttingProxy(broker);
}
