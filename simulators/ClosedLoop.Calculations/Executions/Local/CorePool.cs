namespace ClosedLoop.Calculations;

/// <summary>The processor cores of this machine that calculations may use; whoever comes first is served first.</summary>
/// <param name="cores">How many there are, at least 1.</param>
public sealed class CorePool(int cores)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private int _free = cores;

    /// <summary>How many there are.</summary>
    public int Cores { get; } = cores;

    /// <summary>How many are not taken; below zero while more runs were adopted than fit.</summary>
    public int Free
    {
        get
        {
            lock (_gate)
            {
                return _free;
            }
        }
    }

    /// <summary>Waits for cores; they are given back by disposing.</summary>
    /// <param name="count">How many; never more than there are.</param>
    /// <param name="giveUp">Ends the waiting with <see cref="OperationCanceledException"/>.</param>
    internal async Task<IDisposable> WaitAsync(int count, CancellationToken giveUp)
    {
        if (count > Cores)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} cores are wanted and there are {Cores}");
        }

        giveUp.ThrowIfCancellationRequested();
        var waiter = new Waiter(count);
        lock (_gate)
        {
            _waiters.AddLast(waiter);
            Serve();
        }

        await using var registration = giveUp.Register(() => GiveUp(waiter));
        await waiter.Served.Task;
        return new Held(this, count);
    }

    /// <summary>Takes cores for what runs already, whether they are free or not.</summary>
    internal IDisposable Take(int count)
    {
        lock (_gate)
        {
            _free -= count;
        }

        return new Held(this, count);
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            if (_waiters.Remove(waiter))
            {
                waiter.Served.SetCanceled();
                Serve();
            }
        }
    }

    private void GiveBack(int count)
    {
        lock (_gate)
        {
            _free += count;
            Serve();
        }
    }

    private void Serve()
    {
        while (_waiters.First is { } first && first.Value.Count <= _free)
        {
            _waiters.RemoveFirst();
            _free -= first.Value.Count;
            first.Value.Served.SetResult();
        }
    }

    private sealed record Waiter(int Count)
    {
        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Held(CorePool pool, int count) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given)
            {
                _given = true;
                pool.GiveBack(count);
            }
        }
    }
}
