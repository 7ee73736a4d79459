using System.Collections.Concurrent;
using ClosedLoop.Mqtt;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>What a broker retains below <c>closedloop/v1/</c> at one moment.</summary>
internal static class RetainedSnapshot
{
    /// <summary>Topics and payloads; empty if the broker does not answer for a while.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TakeAsync(int port)
    {
        var retained = new ConcurrentDictionary<string, string>();
        var complete = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = new MqttTcpConnector(new MqttAddress("127.0.0.1", port), TimeProvider.System)
            .Open(new MqttConnectionOptions { ClientId = "snapshot", CleanStart = true, SessionExpiry = TimeSpan.Zero });
        await connection.SubscribeAsync("closedloop/v1/#", MqttQos.AtLeastOnce, Take, TestContext.Current.CancellationToken).AsTask().WaitAsync(Until.Patience);
        // Retained messages come before whatever is published after the subscription.
        var end = connection.PublishAsync(new MqttMessage("closedloop/v1/snapshot", "end"u8.ToArray()), TestContext.Current.CancellationToken).AsTask();
        await end.WaitAsync(Until.Patience);
        await complete.Task.WaitAsync(Until.Patience);
        return retained;

        ValueTask Take(MqttMessage message)
        {
            if (message.Retain)
            {
                retained[message.Topic] = System.Text.Encoding.UTF8.GetString(message.Payload.Span);
            }
            else if (message.Topic == "closedloop/v1/snapshot")
            {
                complete.TrySetResult();
            }

            return default;
        }
    }
}
