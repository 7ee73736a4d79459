using System.Collections.Concurrent;

namespace ClosedLoop;

/// <summary>One thread that everything posted to it, and every continuation of what it awaits, runs on: the loop needs no locks.</summary>
internal sealed class LoopThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public LoopThread(string name) => new Thread(Pump) { IsBackground = true, Name = name }.Start();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_queue.IsAddingCompleted)
        {
            _queue.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for the loop's thread");

    /// <summary>Runs work on the thread; the task ends with it.</summary>
    public Task RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Runs work on the thread; the task ends with its answer.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            async _ =>
            {
                try
                {
                    done.SetResult(await work());
                }
                catch (OperationCanceledException)
                {
                    done.SetCanceled();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            null);
        return done.Task;
    }

    /// <summary>Takes nothing more; the thread ends after what is queued.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Pump()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in _queue.GetConsumingEnumerable())
        {
            callback(state);
        }
    }
}
