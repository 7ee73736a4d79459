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
    private readonly MqttBrokerOptions options;
    private readonly TimeProvider time;
    private readonly BrokerState state;
    private readonly Lock gate = new();
    private readonly Dictionary<BrokerClient, Task> clients = [];
    private readonly Channel<MqttBrokerEvent> events = Channel.CreateBounded<MqttBrokerEvent>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private Socket? listener;
    private ITimer? sweeping;
    private Task accepting = Task.CompletedTask, reporting = Task.CompletedTask;
    private MqttAddress? address;
    private volatile bool stopped;
    private long accepted;

    /// <summary>Does not listen yet.</summary>
    public MqttBroker(MqttBrokerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (this.options, this.time) = (options, time);
        state = new BrokerState(options, time, Report);
    }

    /// <summary>Where it listens, with the real port. Throws <see cref="InvalidOperationException"/> before <see cref="StartAsync"/>.</summary>
    public MqttAddress Address => address ?? throw new InvalidOperationException("The broker has not been started.");

    /// <summary>Listens. Throws <see cref="SocketException"/> if the address is taken or not of this machine. A broker starts once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (listener is not null || stopped)
        {
            throw new InvalidOperationException("A broker starts once.");
        }

        var host = options.Address.Host;
        var ip = IPAddress.TryParse(host, out var literal) ? literal : await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, options.Address.Port));
            socket.Listen(512);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        listener = socket;
        address = options.Address with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port };
        sweeping = time.CreateTimer(_ => state.Sweep(), null, SweepInterval, SweepInterval);
        accepting = Task.Run(AcceptAsync, CancellationToken.None);
        reporting = Task.Run(ReportAsync, CancellationToken.None);
    }

    /// <summary>
    /// Tells every client that the broker stops, closes the connections and forgets everything. Wills are not published: nobody is left to get them.
    /// </summary>
    public async Task StopAsync()
    {
        stopped = true;
        listener?.Dispose();
        if (sweeping is not null)
        {
            await sweeping.DisposeAsync().ConfigureAwait(false);
        }

        await accepting.ConfigureAwait(false);
        List<Task> leaving;
        lock (gate)
        {
            foreach (var client in clients.Keys)
            {
                client.End(MqttReasonCode.ServerShuttingDown);
            }

            leaving = [.. clients.Values];
        }
        await Task.WhenAll(leaving).ConfigureAwait(false);
        events.Writer.TryComplete();
        await reporting.ConfigureAwait(false);
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
        while (!stopped)
        {
            Socket socket;
            try
            {
                socket = await listener!.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                if (stopped)
                {
                    return;
                }
                // A connection that died before it was accepted, or no handles left: neither may end the listening.
                Report(MqttBrokerEventKind.Refused, "", $"Accepting failed: {failure.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), time).ConfigureAwait(false);
                continue;
            }
            Serve(socket);
        }
    }

    private void Serve(Socket socket)
    {
        lock (gate)
        {
            if (stopped || clients.Count >= options.MaximumConnections + SparePlaces)
            {
                socket.Dispose();
                return;
            }
            socket.NoDelay = true;
            var channel = new PacketChannel(new NetworkStream(socket, ownsSocket: true), time, options.MaximumPacketSize);
            var client = new BrokerClient(channel, state, options, time, $"client-{address!.Port}-{++accepted}", Report);
            clients.Add(client, Task.Run(() => ServeAsync(client)));
        }
    }

    private async Task ServeAsync(BrokerClient client)
    {
        await using (client.Channel.ConfigureAwait(false))
        {
            await client.RunAsync().ConfigureAwait(false);
        }

        lock (gate)
        {
            clients.Remove(client);
        }
    }

    private void Report(MqttBrokerEventKind kind, string clientId, string detail)
    {
        if (options.OnEvent is not null)
        {
            events.Writer.TryWrite(new MqttBrokerEvent(kind, clientId, detail));
        }
    }

    private async Task ReportAsync()
    {
        await foreach (var happened in events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                options.OnEvent!(happened);
            }
            catch (Exception)
            {
                // The border to foreign code: a log that fails must not stop the broker.
            }
        }
    }
}
