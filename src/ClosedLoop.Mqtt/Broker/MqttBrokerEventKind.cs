namespace ClosedLoop.Mqtt;

/// <summary>What happened at the broker.</summary>
public enum MqttBrokerEventKind
{
    /// <summary>A client connected.</summary>
    Connected,

    /// <summary>A client said goodbye.</summary>
    Disconnected,

    /// <summary>A connection ended without a goodbye, or was ended by the broker.</summary>
    ConnectionLost,

    /// <summary>A client was not let in.</summary>
    Refused,

    /// <summary>A changed password or ACL file has mistakes and is not used.</summary>
    SettingsRefused,

    /// <summary>A publish of a client was refused.</summary>
    PublishRefused,

    /// <summary>A subscription was refused.</summary>
    SubscriptionRefused,

    /// <summary>A message for one client was dropped because its queue is full or it does not take packets of that size.</summary>
    MessageDropped,

    /// <summary>A session ended because its client was away too long, or too many are away.</summary>
    SessionExpired,
}
