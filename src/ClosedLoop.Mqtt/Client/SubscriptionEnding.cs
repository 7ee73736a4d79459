namespace ClosedLoop.Mqtt;

/// <summary>An UNSUBSCRIBE that has no UNSUBACK yet.</summary>
internal sealed record SubscriptionEnding(string Filter)
{
    /// <summary>Ends with the answer or with the connection.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
