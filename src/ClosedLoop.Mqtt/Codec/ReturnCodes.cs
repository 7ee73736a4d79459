namespace ClosedLoop.Mqtt;

/// <summary>The few codes of MQTT 3.1.1 and the reason codes of MQTT 5 that stand for them.</summary>
internal static class ReturnCodes
{
    private const byte SubscriptionFailed = 0x80;

    /// <summary>The return code of CONNACK (3.1.1, section 3.2.2.3); null where 3.1.1 wants the connection closed without an answer.</summary>
    public static byte? OfConnect(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.ServerUnavailable or MqttReasonCode.ServerBusy or MqttReasonCode.ServerShuttingDown
            or MqttReasonCode.QuotaExceeded or MqttReasonCode.ConnectionRateExceeded => 3,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized or MqttReasonCode.Banned => 5,
        _ => null,
    };

    public static MqttReasonCode ToConnectReason(byte code) => code switch
    {
        0 => MqttReasonCode.Success,
        1 => MqttReasonCode.UnsupportedProtocolVersion,
        2 => MqttReasonCode.ClientIdentifierNotValid,
        3 => MqttReasonCode.ServerUnavailable,
        4 => MqttReasonCode.BadUserNameOrPassword,
        5 => MqttReasonCode.NotAuthorized,
        _ => throw PacketReader.Malformed($"CONNACK has the return code {code}"),
    };

    /// <summary>The code of SUBACK (3.1.1, section 3.9.3): the granted QoS, or one code for every failure.</summary>
    public static byte OfSubscription(MqttReasonCode reason) => reason >= MqttReasonCode.UnspecifiedError ? SubscriptionFailed : (byte)reason;

    public static MqttReasonCode ToSubscriptionReason(byte code) => code is <= 2 or SubscriptionFailed
        ? (MqttReasonCode)code
        : throw PacketReader.Malformed($"SUBACK has the return code {code}");
}
