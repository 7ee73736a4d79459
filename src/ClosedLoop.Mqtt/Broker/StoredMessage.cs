namespace ClosedLoop.Mqtt;

/// <summary>A message as it was published, with the moment it arrived.</summary>
internal readonly record struct StoredMessage(PublishPacket Packet, long ArrivedAt)
{
    /// <summary>Whole seconds left, rounded up; null if it never expires, 0 if it has.</summary>
    public uint? SecondsLeft(TimeProvider time)
    {
        if (Packet.MessageExpiryInterval is not { } interval)
        {
            return null;
        }

        var left = interval - time.GetElapsedTime(ArrivedAt).TotalSeconds;
        return left > 0 ? (uint)Math.Ceiling(left) : 0;
    }
}
