namespace ClosedLoop.Mqtt;

/// <summary>The peer broke the protocol, or refused something with a reason code. It concerns one connection or one request, never the process.</summary>
public sealed class MqttProtocolException : Exception
{
    /// <summary>Says what was wrong.</summary>
    public MqttProtocolException(MqttReasonCode reasonCode, string message, Exception? cause = null)
        : base($"{message} ({reasonCode}, 0x{(byte)reasonCode:X2})", cause) => ReasonCode = reasonCode;

    /// <summary>The MQTT 5 reason code that describes the failure.</summary>
    public MqttReasonCode ReasonCode { get; }
}
