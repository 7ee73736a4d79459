using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>The lab as an instrument hears and tells it. One for each instrument.</summary>
public interface IInstrumentBus : IAsyncDisposable
{
    /// <summary>Whether the broker is reachable now.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// Goes online (presence with epoch and will at every connect) and starts listening. The handler only hands over. <paramref name="onConnected"/> is called
    /// after every connect, so that the host publishes its capabilities, state and open dispatches again.
    /// </summary>
    /// <param name="ledgerId">Shown in presence.</param>
    /// <param name="firstEpoch">Presence epoch of the first connect; each reconnect adds one.</param>
    /// <param name="onMessage">Takes a message over.</param>
    /// <param name="onConnected">Called after every connect.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask ListenAsync(
        string ledgerId,
        long firstEpoch,
        Func<InstrumentMessage, ValueTask> onMessage,
        Func<ValueTask> onConnected,
        CancellationToken cancellationToken);

    /// <summary>Publishes what the instrument is and can do (retained).</summary>
    ValueTask<Delivery> ShowAsync(CapabilitiesMessage capabilities, CancellationToken cancellationToken);

    /// <summary>Publishes how the instrument is (retained).</summary>
    ValueTask<Delivery> ShowAsync(StateMessage state, CancellationToken cancellationToken);

    /// <summary>Publishes a dispatch's status (retained).</summary>
    ValueTask<Delivery> ShowAsync(StatusMessage status, CancellationToken cancellationToken);

    /// <summary>Publishes a dispatch's result (retained).</summary>
    ValueTask<Delivery> ShowAsync(ResultMessage result, CancellationToken cancellationToken);

    /// <summary>Clears the retained status and result of a dispatch.</summary>
    ValueTask<Delivery> ClearAsync(DispatchId dispatchId, CancellationToken cancellationToken);

    /// <summary>Answers a command or control message.</summary>
    ValueTask<Delivery> ReplyAsync(ReplyAddress replyTo, StatusMessage status, CancellationToken cancellationToken);

    /// <summary>Publishes a live reading (not retained, QoS 0).</summary>
    ValueTask<Delivery> TelemetryAsync(string metric, double value, CancellationToken cancellationToken);
}
