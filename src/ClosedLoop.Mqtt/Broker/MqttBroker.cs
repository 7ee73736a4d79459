using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ClosedLoop.Mqtt;

/// <summary>
/// A broker inside this process: MQTT 5 and 3.1.1, QoS 0 and 1, retained messages, wills, sessions, shared subscriptions; TLS, passwords and topic
/// permissions. It listens to this machine only, unless told otherwise, and to others never without credentials. Everything is kept in memory only: when it stops, sessions and
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
    private readonly BrokerGate _gate;
    private readonly Lock _serving = new();
    private readonly Dictionary<long, Task> _connections = [];
    private readonly HashSet<BrokerClient> _clients = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<MqttBrokerEvent> _events = Channel.CreateBounded<MqttBrokerEvent>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private BrokerListener? _plain;
    private BrokerListener? _tls;
    private ITimer? _sweeping;
    private Task _accepting = Task.CompletedTask;
    private Task _reporting = Task.CompletedTask;
    private volatile bool _stopped;
    private long _accepted;

    /// <summary>Does not listen yet.</summary>
    public MqttBroker(MqttBrokerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time) = (options, time);
        _state = new BrokerState(options, time, Report);
        _gate = new BrokerGate(options, time, Report, _stopping.Token);
    }

    /// <summary>Where it listens, with the real port. Throws <see cref="InvalidOperationException"/> before <see cref="StartAsync"/>.</summary>
    public MqttAddress Address => _plain?.Address ?? throw new InvalidOperationException("The broker has not been started.");

    /// <summary>Where it listens with TLS, with the real port; null if it does not, or has not been started.</summary>
    public MqttAddress? TlsAddress => _tls?.Address;

    /// <summary>Listens. A broker starts once.</summary>
    /// <exception cref="MqttBrokerRefusedException">
    /// Options or files have mistakes, or the address can be reached from other machines and nobody would have to prove who it is.
    /// </exception>
    /// <exception cref="SocketException">The address is taken or not of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_plain is not null || _stopped)
        {
            throw new InvalidOperationException("A broker starts once.");
        }

        var mistakes = new List<string>([.. BrokerOptionRules.Mistakes(_options), .. _gate.Load()]);
        var ip = await BrokerListener.ResolveAsync(_options.Address.Host, cancellationToken).ConfigureAwait(false);
        AddExposure(mistakes, _options.Address, ip, _options.PasswordFile is not null);
        TlsIdentity? identity = null;
        IPAddress? tlsIp = null;
        if (_options.Tls is { } tls)
        {
            identity = TlsIdentity.Load(tls, mistakes);
            tlsIp = await BrokerListener.ResolveAsync(tls.Address.Host, cancellationToken).ConfigureAwait(false);
            AddExposure(mistakes, tls.Address, tlsIp, _options.PasswordFile is not null || tls.ClientCaFile is not null);
        }

        if (mistakes.Count > 0)
        {
            throw new MqttBrokerRefusedException(mistakes);
        }

        Listen(ip, tlsIp, identity);
    }

    /// <summary>
    /// Tells every client that the broker stops, closes the connections and forgets everything. Wills are not published: nobody is left to get them.
    /// </summary>
    public async Task StopAsync()
    {
        _stopped = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        _plain?.Dispose();
        _tls?.Dispose();
        if (_sweeping is not null)
        {
            await _sweeping.DisposeAsync().ConfigureAwait(false);
        }

        await _accepting.ConfigureAwait(false);
        List<Task> leaving;
        lock (_serving)
        {
            foreach (var client in _clients)
            {
                client.End(MqttReasonCode.ServerShuttingDown);
            }

            leaving = [.. _connections.Values];
        }
        await Task.WhenAll(leaving).ConfigureAwait(false);
        _events.Writer.TryComplete();
        await _reporting.ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _gate.Dispose();
        _stopping.Dispose();
    }

    private static void AddExposure(List<string> mistakes, MqttAddress address, IPAddress ip, bool asksForCredentials)
    {
        if (BrokerOptionRules.Exposure(address.ToString(), ip, asksForCredentials) is { } mistake)
        {
            mistakes.Add(mistake);
        }
    }

    private void Listen(IPAddress ip, IPAddress? tlsIp, TlsIdentity? identity)
    {
        _plain = BrokerListener.Open(_options.Address, ip, identity: null);
        try
        {
            _tls = tlsIp is null ? null : BrokerListener.Open(_options.Tls!.Address, tlsIp, identity);
        }
        catch
        {
            _plain.Dispose();
            throw;
        }

        _sweeping = _time.CreateTimer(_ => _state.Sweep(), null, SweepInterval, SweepInterval);
        var listeners = _tls is null ? [_plain] : new[] { _plain, _tls };
        _accepting = Task.WhenAll(listeners.Select(listener => Task.Run(() => AcceptAsync(listener), CancellationToken.None)));
        _reporting = Task.Run(ReportAsync, CancellationToken.None);
    }

    private async Task AcceptAsync(BrokerListener listener)
    {
        while (!_stopped)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
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

            lock (_serving)
            {
                if (_stopped || _connections.Count >= _options.MaximumConnections + SparePlaces)
                {
                    socket.Dispose();
                    continue;
                }

                var number = ++_accepted;
                _connections.Add(number, Task.Run(() => ServeAsync(socket, listener, number)));
            }
        }
    }

    private async Task ServeAsync(Socket socket, BrokerListener listener, long number)
    {
        if (await OpenAsync(socket, listener).ConfigureAwait(false) is var (stream, certificateName))
        {
            var channel = new PacketChannel(stream, _time, _options.MaximumPacketSize);
            var client = new BrokerClient(channel, _state, _gate, _options, _time, $"client-{listener.Address.Port}-{number}", certificateName, Report);
            await using (channel.ConfigureAwait(false))
            {
                lock (_serving)
                {
                    _clients.Add(client);
                    if (_stopped)
                    {
                        client.End(MqttReasonCode.ServerShuttingDown);
                    }
                }

                await client.RunAsync().ConfigureAwait(false);
            }

            lock (_serving)
            {
                _clients.Remove(client);
            }
        }

        lock (_serving)
        {
            _connections.Remove(number);
        }
    }

    private async Task<(Stream Stream, string? CertificateName)?> OpenAsync(Socket socket, BrokerListener listener)
    {
        using var late = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        try
        {
            return await listener.SecureAsync(socket, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever went wrong with one handshake ends this connection and no more.
            socket.Dispose();
            Report(MqttBrokerEventKind.Refused, "", $"No TLS: {(late.IsCancellationRequested ? "it took too long" : failure.Message)}");
            return null;
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
