namespace ClosedLoop.Mqtt;

/// <summary>A SUBSCRIBE that has no SUBACK yet, and the handlers it was sent for.</summary>
internal sealed record SubscriptionExchange(LocalSubscription Subscription, IReadOnlyList<SubscriptionHandler> Handlers)
{
    /// <summary>Ends with the answer or with the connection.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
