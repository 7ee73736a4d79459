using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// A TCP relay that breaks connections: each of the first connections is reset after a number of bytes (both directions together), later ones live; all of
/// them can be reset at once, and while it is closed every new one is. With a seed for chaos the bytes also arrive in pieces of any size, some of them late.
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
    private int _cuts;
    private int _pieces;
    private int _delays;
    private int _pumps;

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

    /// <summary>Seed of the pieces and delays; without one everything is relayed as it comes.</summary>
    public int? Chaos { get; init; }

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Pieces that were relayed on their own, and those of them that were held back for a while.</summary>
    public (int Pieces, int Delays) Disturbed => (Volatile.Read(ref _pieces), Volatile.Read(ref _delays));

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
                Interlocked.Increment(ref _cuts);
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
        var chance = Chaos is { } seed ? new Random(seed + Interlocked.Increment(ref _pumps)) : null;
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
                    await RelayAsync(to, buffer.AsMemory(0, allowed), chance);
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

    private async Task RelayAsync(Socket to, ReadOnlyMemory<byte> bytes, Random? chance)
    {
        while (chance is not null && !bytes.IsEmpty)
        {
            var piece = Math.Min(bytes.Length, chance.Next(4) == 0 ? 1 + chance.Next(8) : 1 + chance.Next(4096));
            await to.SendAsync(bytes[..piece]);
            bytes = bytes[piece..];
            Interlocked.Increment(ref _pieces);
            if (chance.Next(16) == 0)
            {
                Interlocked.Increment(ref _delays);
                await PauseAsync(TimeSpan.FromMilliseconds(1 + chance.Next(5)));
            }
        }
        if (!bytes.IsEmpty)
        {
            await to.SendAsync(bytes);
        }
    }

    private static async Task PauseAsync(TimeSpan length)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = TimeProvider.System.CreateTimer(_ => over.TrySetResult(), null, length, Timeout.InfiniteTimeSpan);
        await over.Task;
    }

    private sealed class Quota(int bytes)
    {
        private int _left = bytes;

        public bool IsUsedUp => Volatile.Read(ref _left) <= 0;

        public int Take(int wanted) => Math.Clamp(Interlocked.Add(ref _left, -wanted) + wanted, 0, wanted);
    }
}
