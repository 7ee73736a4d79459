using System.Net.Sockets;
using ClosedLoop.Mqtt;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>The way to the broker, and the broker itself when it is embedded.</summary>
internal sealed class BrokerAccess : IAsyncDisposable
{
    private readonly MqttBroker? _broker;

    private BrokerAccess(MqttBroker? broker, MqttAddress address, ILogger logger)
    {
        (_broker, Address) = (broker, address);
        Connector = new MqttTcpConnector(
            address,
            TimeProvider.System,
            new MqttTcpConnectorOptions { OnEvent = e => HostLog.Connection(logger, e.ClientId, e.Kind, e.Detail) });
    }

    public MqttAddress Address { get; }

    public IMqttConnector Connector { get; }

    /// <summary>Whether the broker lives in this process.</summary>
    public bool IsEmbedded => _broker is not null;

    /// <summary>Starts the embedded broker, or points at the external one.</summary>
    /// <param name="settings">Which broker.</param>
    /// <param name="anyPort">Whether a free port will do when the configured one is taken.</param>
    /// <param name="logger">Takes what clients and broker tell.</param>
    /// <exception cref="SocketException">The embedded broker cannot listen there.</exception>
    /// <exception cref="MqttBrokerRefusedException">The embedded broker does not start with these settings and files.</exception>
    public static async Task<BrokerAccess> OpenAsync(BrokerSettings settings, bool anyPort, ILogger logger)
    {
        if (settings.Mode == BrokerMode.External)
        {
            return new BrokerAccess(null, new MqttAddress(settings.Host, settings.Port), logger);
        }

        MqttBroker broker;
        try
        {
            broker = await ListenAsync(settings, settings.Port, logger);
        }
        catch (SocketException) when (anyPort && settings.Port != 0)
        {
            HostLog.PortTaken(logger, settings.Port);
            broker = await ListenAsync(settings, 0, logger);
        }

        return new BrokerAccess(broker, broker.Address, logger);
    }

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<MqttBroker> ListenAsync(BrokerSettings settings, int port, ILogger logger)
    {
        var options = settings.Embedded.ToOptions(new MqttAddress(settings.Host, port), e => HostLog.Broker(logger, e));
        var broker = new MqttBroker(options, TimeProvider.System);
        await broker.StartAsync();
        return broker;
    }
}
