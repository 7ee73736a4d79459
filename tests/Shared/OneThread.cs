using System.Collections.Concurrent;

namespace ClosedLoop.Tests;

/// <summary>The thread that calls <see cref="Run"/> is the loop's one thread.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public void Run(Func<Task> work)
    {
        SetSynchronizationContext(this);
        var done = work();
        done.GetAwaiter().OnCompleted(() => Post(_ => { }, null));
        while (!done.IsCompleted)
        {
            var (callback, state) = _queue.Take();
            callback(state);
        }

        SetSynchronizationContext(null);
        done.GetAwaiter().GetResult();
    }
}
