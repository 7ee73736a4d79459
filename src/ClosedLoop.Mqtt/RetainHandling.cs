namespace ClosedLoop.Mqtt;

/// <summary>When retained messages are sent on a subscription.</summary>
public enum RetainHandling : byte
{
    /// <summary>Whenever the subscription is made, also again.</summary>
    AtEverySubscribe = 0,

    /// <summary>Only if the broker did not have the subscription yet.</summary>
    OnlyIfNew = 1,

    /// <summary>Never.</summary>
    Never = 2,
}
