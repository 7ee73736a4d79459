namespace ClosedLoop.Mqtt;

/// <summary>What a session did with a message.</summary>
internal enum DeliveryResult
{
    Taken,
    Full,
    Away,
}
