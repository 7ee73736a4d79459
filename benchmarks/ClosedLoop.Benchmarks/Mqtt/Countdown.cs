using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary>A handler that counts messages; its task ends with the last one.</summary>
internal sealed class Countdown(int messages)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = messages;

    public Task Reached => _reached.Task;

    public ValueTask Count(MqttMessage message)
    {
        if (--_left == 0)
        {
            _reached.SetResult();
        }

        return ValueTask.CompletedTask;
    }
}
