using System.Net;
using System.Net.Sockets;
using ClosedLoop.Mqtt;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>The way to the broker, and the broker itself when it is embedded.</summary>
internal sealed class BrokerAccess : IAsyncDisposable
{
    private readonly BrokerSettings _settings;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttBroker? _broker;

    private BrokerAccess(MqttBroker? broker, MqttAddress address, BrokerSettings settings, ILogger logger)
    {
        (_broker, _settings, _logger) = (broker, settings, logger);
        var secure = broker is null && settings.Tls;
        Address = secure ? address.ToString().Replace("mqtt://", "mqtts://", StringComparison.Ordinal) : address.ToString();
        Connector = new MqttTcpConnector(address, TimeProvider.System, new MqttTcpConnectorOptions
        {
            Version = settings.Version,
            BrokerSavesWithin = TimeSpan.FromSeconds(settings.SavesWithinSeconds),
            Tls = secure ? Tls(settings) : null,
            Credentials = settings.User is { } user ? new MqttCredentials(user) { Password = settings.Password, PasswordFile = settings.PasswordFile } : null,
            OnEvent = Hear,
        });
    }

    /// <summary>Where the broker is, as a URI.</summary>
    public string Address { get; }

    /// <summary>
    /// Fails when the broker does not let a client of this process in for a reason that waiting will not cure: credentials, certificates or names are wrong.
    /// A client that was connected before is none of these: it is logged and goes on trying.
    /// </summary>
    public Task Refused => _refused.Task;

    public IMqttConnector Connector { get; }

    /// <summary>Whether the broker lives in this process.</summary>
    public bool IsEmbedded => _broker is not null;

    /// <summary>Starts the embedded broker, or points at the external one.</summary>
    /// <param name="settings">Which broker.</param>
    /// <param name="anyPort">Whether a free port will do when the configured one is taken.</param>
    /// <param name="logger">Takes what clients and broker tell.</param>
    /// <exception cref="SocketException">The embedded broker cannot listen there.</exception>
    /// <exception cref="MqttBrokerRefusedException">The embedded broker does not start with these settings and files.</exception>
    /// <exception cref="BadInputException">Settings contradict each other, or a file with a certificate, key or password cannot be used.</exception>
    public static async Task<BrokerAccess> OpenAsync(BrokerSettings settings, bool anyPort, ILogger logger)
    {
        if (settings.Mode == BrokerMode.External)
        {
            if (settings is { User: { } user, Tls: false } && !IsThisMachine(settings.Host))
            {
                HostLog.Warned(logger, $"The password of '{user}' goes to {settings.Host} unencrypted; mqtts:// would protect it");
            }

            return Create(null, new MqttAddress(settings.Host, settings.Port), settings, logger);
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

        return Create(broker, broker.Address, settings, logger);
    }

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Stops the embedded broker and starts it again at the same address, after so long. It has forgotten everything then.</summary>
    /// <exception cref="InvalidOperationException">The broker is not of this process.</exception>
    public async Task RestartAsync(TimeSpan down, CancellationToken cancellationToken)
    {
        var broker = _broker ?? throw new InvalidOperationException("Only an embedded broker can be started again");
        var port = broker.Address.Port;
        await broker.DisposeAsync();
        await Task.Delay(down, TimeProvider.System, cancellationToken);
        _broker = await ListenAsync(_settings, port, _logger);
    }

    /// <summary>Waits for something that needs the broker, unless the broker does not let this process in.</summary>
    /// <exception cref="BadInputException">It does not; says why.</exception>
    public async Task<T> UnlessRefusedAsync<T>(Task<T> work)
    {
        if (await Task.WhenAny(work, Refused) == Refused)
        {
            await Refused;
        }

        return await work;
    }

    private static BrokerAccess Create(MqttBroker? broker, MqttAddress address, BrokerSettings settings, ILogger logger)
    {
        if (settings.Contradictions().ToList() is { Count: > 0 } contradictions)
        {
            throw new BadInputException(contradictions);
        }

        try
        {
            return new BrokerAccess(broker, address, settings, logger);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"ClosedLoop:Broker: {e.Message}");
        }
    }

    private static MqttTlsOptions Tls(BrokerSettings settings) => new()
    {
        CaFile = settings.CaFile,
        ClientCertificateFile = settings.ClientCertificate,
        ClientKeyFile = settings.ClientKey,
        ClientKeyPasswordFile = settings.ClientKeyPasswordFile,
        ServerName = settings.ServerName,
    };

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private void Hear(MqttConnectionEvent happened)
    {
        if (!happened.NeedsPerson && happened.Kind is not (MqttConnectionEventKind.SubscriptionRefused or MqttConnectionEventKind.PublishRefused))
        {
            HostLog.Connection(_logger, happened.ClientId, happened.Kind, happened.Detail);
            return;
        }

        HostLog.Warned(_logger, $"MQTT {happened.ClientId}: {happened.Detail}");
        if (happened is { NeedsPerson: true, Connects: 0 })
        {
            _refused.TrySetException(new BadInputException(happened.Detail));
        }
    }

    private static async Task<MqttBroker> ListenAsync(BrokerSettings settings, int port, ILogger logger)
    {
        var options = settings.Embedded.ToOptions(new MqttAddress(settings.Host, port), e => HostLog.Broker(logger, e));
        var broker = new MqttBroker(options, TimeProvider.System);
        await broker.StartAsync();
        return broker;
    }
}
