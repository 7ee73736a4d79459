using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt;

/// <summary>One socket that the broker listens on, in the clear or with TLS.</summary>
internal sealed class BrokerListener : IDisposable
{
    private readonly Socket _socket;
    private readonly TlsIdentity? _identity;

    private BrokerListener(Socket socket, MqttAddress address, TlsIdentity? identity) => (_socket, Address, _identity) = (socket, address, identity);

    /// <summary>With the real port.</summary>
    public MqttAddress Address { get; }

    /// <exception cref="SocketException">The address is taken or not of this machine.</exception>
    public static BrokerListener Open(MqttAddress address, IPAddress ip, TlsIdentity? identity)
    {
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(512);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new BrokerListener(socket, address with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port }, identity);
    }

    /// <summary>IPv4 first: who writes localhost means 127.0.0.1.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    public static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return literal;
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    public ValueTask<Socket> AcceptAsync() => _socket.AcceptAsync(CancellationToken.None);

    /// <summary>The stream of an accepted connection, and the name that the client's certificate proves.</summary>
    public async Task<(Stream Stream, string? CertificateName)> SecureAsync(Socket accepted, CancellationToken cancellationToken)
    {
        accepted.NoDelay = true;
        var plain = new NetworkStream(accepted, ownsSocket: true);
        return _identity is null ? (plain, null) : await _identity.SecureAsync(plain, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _socket.Dispose();
}
