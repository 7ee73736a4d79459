namespace ClosedLoop.Mqtt.Tests;

/// <summary>An embedded broker on a free port, and clients of it.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly MqttBroker _broker;
    private int _clients;

    private TestBroker(MqttBroker broker, Inbox<MqttBrokerEvent> events)
    {
        _broker = broker;
        Events = events;
    }

    public Inbox<MqttBrokerEvent> Events { get; }

    public MqttAddress Address => _broker.Address;

    public MqttAddress TlsAddress => _broker.TlsAddress.ShouldNotBeNull();

    public static async Task<TestBroker> StartAsync(TimeProvider? time = null, MqttBrokerOptions? options = null, int port = 0)
    {
        var events = new Inbox<MqttBrokerEvent>();
        options ??= new MqttBrokerOptions();
        var broker = new MqttBroker(options with { Address = new MqttAddress("127.0.0.1", port), OnEvent = events.Add }, time ?? TimeProvider.System);
        await broker.StartAsync(TestContext.Current.CancellationToken);
        return new TestBroker(broker, events);
    }

    public MqttTcpConnection Open(MqttConnectionOptions? options = null, Inbox<MqttConnectionEvent>? events = null, MqttAddress? through = null, TimeProvider? time = null) =>
        Connect.To(through ?? Address, options ?? new MqttConnectionOptions { ClientId = $"c{Interlocked.Increment(ref _clients)}" }, events, time);

    /// <summary>A client with one subscription in place.</summary>
    public async Task<(MqttTcpConnection Connection, Inbox<MqttMessage> Inbox)> SubscribeAsync(string filter, MqttQos qos = MqttQos.AtLeastOnce, TimeProvider? time = null)
    {
        var connection = Open(time: time);
        var inbox = new Inbox<MqttMessage>();
        await connection.SubscribeAsync(filter, qos, inbox.AddAsync, TestContext.Current.CancellationToken).Soon();
        return (connection, inbox);
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
