using ClosedLoop.Mqtt;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>What the host logs, with stable event ids.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "{Campaign}: {Event} {Detail}")]
    public static partial void Event(ILogger logger, string campaign, string @event, string detail);

    [LoggerMessage(2, LogLevel.Warning, "{Campaign}: {Event} {Detail}")]
    public static partial void Trouble(ILogger logger, string campaign, string @event, string detail);

    [LoggerMessage(3, LogLevel.Debug, "MQTT {ClientId}: {Kind} {Detail}")]
    public static partial void Connection(ILogger logger, string clientId, MqttConnectionEventKind kind, string detail);

    /// <summary>Coming and going is daily business; a refusal or a dropped message is something that a person may have to look at.</summary>
    public static void Broker(ILogger logger, MqttBrokerEvent happened)
    {
        var daily = happened.Kind is MqttBrokerEventKind.Connected or MqttBrokerEventKind.Disconnected or MqttBrokerEventKind.ConnectionLost;
        Broker(logger, daily ? LogLevel.Debug : LogLevel.Warning, happened.ClientId, happened.Kind, happened.Detail);
    }

    [LoggerMessage(EventId = 4, Message = "Broker, client {ClientId}: {Kind} {Detail}")]
    private static partial void Broker(ILogger logger, LogLevel level, string clientId, MqttBrokerEventKind kind, string detail);

    [LoggerMessage(5, LogLevel.Warning, "Port {Port} is taken; the embedded broker uses a free one")]
    public static partial void PortTaken(ILogger logger, int port);

    [LoggerMessage(6, LogLevel.Information, "Instrument {Instrument}: {Kind} {Dispatch} {Text}")]
    public static partial void Instrument(ILogger logger, string instrument, string kind, string? dispatch, string text);

    [LoggerMessage(7, LogLevel.Error, "{Where} ended with an error")]
    public static partial void Failed(ILogger logger, string where, Exception error);

    [LoggerMessage(8, LogLevel.Information, "{Text}")]
    public static partial void Said(ILogger logger, string text);

    [LoggerMessage(9, LogLevel.Warning, "{Text}")]
    public static partial void Warned(ILogger logger, string text);
}
