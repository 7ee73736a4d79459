namespace ClosedLoop.Mqtt;

/// <summary>When retained messages are sent on a subscription.</summary>
internal enum RetainHandling : byte
{
    AtEverySubscribe = 0,
    OnlyIfNew = 1,
    Never = 2,
}
