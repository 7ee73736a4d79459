namespace ClosedLoop.Messaging;

/// <summary>Who takes part in the lab, as the broker sees it.</summary>
/// <param name="ClientId">MQTT client id; unique at the broker.</param>
/// <param name="PresenceTopic">Where it says that it is there.</param>
/// <param name="Source">CloudEvents <c>source</c> of what it says.</param>
/// <param name="CleanStart">Whether what was queued for an earlier life is dropped.</param>
/// <param name="SessionExpiry">How long the broker queues for it while it is away.</param>
internal sealed record Station(string ClientId, string PresenceTopic, string Source, bool CleanStart, TimeSpan SessionExpiry);
