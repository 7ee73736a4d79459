using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A message on its way to one client.</summary>
/// <param name="Message">As the client sees it, but for the expiry, which is counted down when it is sent.</param>
/// <param name="StoredAt">When the broker got it.</param>
/// <param name="Filters">The subscriptions that it is for.</param>
internal sealed record BusDelivery(MqttMessage Message, DateTimeOffset StoredAt, IReadOnlyList<string> Filters)
{
    // A record for its shape; two deliveries of the same content are still two.
    public bool Equals(BusDelivery? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The message with what is left of its expiry in whole seconds; null when nothing is.</summary>
    public MqttMessage? At(DateTimeOffset now)
    {
        if (Message.Expiry is not { } expiry)
        {
            return Message;
        }

        var left = Math.Ceiling(expiry.TotalSeconds) - Math.Floor((now - StoredAt).TotalSeconds);
        return left > 0 ? Message with { Expiry = TimeSpan.FromSeconds(left) } : null;
    }
}
