using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// A TCP relay that breaks connections: each of the first connections is reset after a number of bytes (both directions together), later ones live; all of
/// them can be reset at once, and while it is closed every new one is.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MqttAddress _target;
    private readonly Queue<int> _quotas;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly Task _accepting;
    private volatile bool _stopped;

    public CuttingProxy(MqttAddress target, params IEnumerable<int> cutAfterBytes)
    {
        _target = target;
        _quotas = new Queue<int>(cutAfterBytes);
        _listener.Start();
        Address = new MqttAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = Task.Run(AcceptAsync);
    }

    public MqttAddress Address { get; }

    public bool IsClosed { get; set; }

    /// <summary>Bytes are swallowed instead of relayed: the peer looks alive to TCP and dead to MQTT.</summary>
    public bool IsBlackHole { get; set; }

    public int Cuts { get; private set; }

    public int CutsLeft { get { lock (_gate) { return _quotas.Count; } } }

    public void CutAll()
    {
        lock (_gate)
        {
            foreach (var socket in _sockets)
            {
                Reset(socket);
            }

            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        _listener.Stop();
        await _accepting;
        CutAll();
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private async Task AcceptAsync()
    {
        while (!_stopped)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync();
                if (IsClosed)
                {
                    Reset(near);
                }
                else
                {
                    _ = RelayAsync(near);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Stopped, or a connection that died in the queue.
            }
        }
    }

    private async Task RelayAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        var quota = int.MaxValue;
        lock (_gate)
        {
            _sockets.Add(near);
            _sockets.Add(far);
            if (_quotas.TryDequeue(out var limited))
            {
                quota = limited;
            }
        }
        try
        {
            await far.ConnectAsync(_target.Host, _target.Port);
            var left = new Quota(quota);
            await Task.WhenAny(PumpAsync(near, far, left), PumpAsync(far, near, left));
            if (left.IsUsedUp)
            {
                Cuts++;
            }
        }
        catch (SocketException)
        {
            // Nobody listens behind: to the client that is one more broken connection.
        }
        lock (_gate)
        {
            _sockets.Remove(near);
            _sockets.Remove(far);
            Reset(near);
            Reset(far);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Quota quota)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer);
                if (read == 0)
                {
                    return;
                }

                var allowed = quota.Take(read);
                if (!IsBlackHole)
                {
                    await to.SendAsync(buffer.AsMemory(0, allowed));
                }

                if (quota.IsUsedUp)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut from elsewhere.
        }
    }

    private sealed class Quota(int bytes)
    {
        private int _left = bytes;

        public bool IsUsedUp => Volatile.Read(ref _left) <= 0;

        public int Take(int wanted) => Math.Clamp(Interlocked.Add(ref _left, -wanted) + wanted, 0, wanted);
    }
}
