namespace ClosedLoop.Calculations;

/// <summary>Which calculations go on in this process, by their keys, so that the same is not calculated twice at once.</summary>
internal sealed class CalculationsInFlight
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _going = new(StringComparer.Ordinal);

    /// <summary>Begins a calculation, which is over when it is disposed; false when the same goes on already.</summary>
    /// <param name="key">The hash over everything that decides its result.</param>
    /// <param name="dispatch">The dispatch.</param>
    /// <param name="flight">The one that goes on: this one, or the other.</param>
    public bool TryBegin(string key, string dispatch, out Flight flight)
    {
        lock (_gate)
        {
            if (_going.TryGetValue(key, out flight!))
            {
                return false;
            }

            flight = new Flight(this, key, dispatch);
            _going.Add(key, flight);
            return true;
        }
    }

    /// <summary>One that goes on.</summary>
    /// <param name="all">Where it is noted.</param>
    /// <param name="key">Its key.</param>
    /// <param name="dispatch">The dispatch that calculates it.</param>
    internal sealed class Flight(CalculationsInFlight all, string key, string dispatch) : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Dispatch { get; } = dispatch;

        /// <summary>Ends when it is over, however it ended.</summary>
        public Task Over => _over.Task;

        public void Dispose()
        {
            lock (all._gate)
            {
                all._going.Remove(key);
            }

            _over.TrySetResult();
        }
    }
}
