using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ClosedLoop.Mqtt;

/// <summary>
/// A broker inside this process: MQTT 5, QoS 0 and 1, retained messages, wills, sessions. Everything is kept in memory only: when it stops, sessions and
/// retained messages are gone, and their owners publish and subscribe again when they reconnect. Several may run in one process. For a lab that has a broker
/// already (mosquitto, EMQX, HiveMQ) it is not needed.
/// </summary>
public sealed class MqttBroker : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private const int SparePlaces = 64;
    private readonly MqttBrokerOptions _options;
    private readonly TimeProvider _time;
    private readonly BrokerState _state;
    private readonly Lock _gate = new();
    private readonly Dictionary<BrokerClient, Task> _clients = [];
    private readonly Channel<MqttBrokerEvent> _events = Channel.CreateBounded<MqttBrokerEvent>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private Socket? _listener;
    private ITimer? _sweeping;
    private Task _accepting = Task.CompletedTask;
    private Task _reporting = Task.CompletedTask;
    private MqttAddress? _address;
    private volatile bool _stopped;
    private long _accepted;

    /// <summary>Does not listen yet.</summary>
    public MqttBroker(MqttBrokerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time) = (options, time);
        _state = new BrokerState(options, time, Report);
    }

    /// <summary>Where it listens, with the real port. Throws <see cref="InvalidOperationException"/> before <see cref="StartAsync"/>.</summary>
    public MqttAddress Address => _address ?? throw new InvalidOperationException("The broker has not been started.");

    /// <summary>Listens. Throws <see cref="SocketException"/> if the address is taken or not of this machine. A broker starts once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_listener is not null || _stopped)
        {
            throw new InvalidOperationException("A broker starts once.");
        }

        var host = _options.Address.Host;
        var ip = IPAddress.TryParse(host, out var literal) ? literal : await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, _options.Address.Port));
            socket.Listen(512);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        _listener = socket;
        _address = _options.Address with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port };
        _sweeping = _time.CreateTimer(_ => _state.Sweep(), null, SweepInterval, SweepInterval);
        _accepting = Task.Run(AcceptAsync, CancellationToken.None);
        _reporting = Task.Run(ReportAsync, CancellationToken.None);
    }

    /// <summary>
    /// Tells every client that the broker stops, closes the connections and forgets everything. Wills are not published: nobody is left to get them.
    /// </summary>
    public async Task StopAsync()
    {
        _stopped = true;
        _listener?.Dispose();
        if (_sweeping is not null)
        {
            await _sweeping.DisposeAsync().ConfigureAwait(false);
        }

        await _accepting.ConfigureAwait(false);
        List<Task> leaving;
        lock (_gate)
        {
            foreach (var client in _clients.Keys)
            {
                client.End(MqttReasonCode.ServerShuttingDown);
            }

            leaving = [.. _clients.Values];
        }
        await Task.WhenAll(leaving).ConfigureAwait(false);
        _events.Writer.TryComplete();
        await _reporting.ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>IPv4 first: who writes localhost means 127.0.0.1.</summary>
    private static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    private async Task AcceptAsync()
    {
        while (!_stopped)
        {
            Socket socket;
            try
            {
                socket = await _listener!.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                if (_stopped)
                {
                    return;
                }
                // A connection that died before it was accepted, or no handles left: neither may end the listening.
                Report(MqttBrokerEventKind.Refused, "", $"Accepting failed: {failure.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time).ConfigureAwait(false);
                continue;
            }
            Serve(socket);
        }
    }

    private void Serve(Socket socket)
    {
        lock (_gate)
        {
            if (_stopped || _clients.Count >= _options.MaximumConnections + SparePlaces)
            {
                socket.Dispose();
                return;
            }
            socket.NoDelay = true;
            var channel = new PacketChannel(new NetworkStream(socket, ownsSocket: true), _time, _options.MaximumPacketSize) { Opening = PacketType.Connect };
            var client = new BrokerClient(channel, _state, _options, _time, $"client-{_address!.Port}-{++_accepted}", Report);
            _clients.Add(client, Task.Run(() => ServeAsync(client)));
        }
    }

    private async Task ServeAsync(BrokerClient client)
    {
        await using (client.Channel.ConfigureAwait(false))
        {
            await client.RunAsync().ConfigureAwait(false);
        }

        lock (_gate)
        {
            _clients.Remove(client);
        }
    }

    private void Report(MqttBrokerEventKind kind, string clientId, string detail)
    {
        if (_options.OnEvent is not null)
        {
            _events.Writer.TryWrite(new MqttBrokerEvent(kind, clientId, detail));
        }
    }

    private async Task ReportAsync()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                _options.OnEvent!(happened);
            }
            catch (Exception)
            {
                // The border to foreign code: a log that fails must not stop the broker.
            }
        }
    }
}
