using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A client's end: keeps itself connected, sends again what was not acknowledged, hands messages over one by one.</summary>
internal sealed partial class SimulatedConnection : IMqttConnection
{
    private readonly SimulatedBus _bus;
    private readonly List<ClientSubscription> _subscriptions = [];
    private readonly List<OutgoingPublish> _outgoing = [];
    private readonly IncomingDeliveries _incoming;
    private readonly HashSet<string> _unwanted = new(StringComparer.Ordinal);
    private BusLink? _link;
    private long _connects;

    public SimulatedConnection(SimulatedBus bus, SimulatedProcess process, MqttConnectionOptions options)
    {
        _bus = bus;
        Process = process;
        Options = options;
        _incoming = new IncomingDeliveries(process, _subscriptions);
        process.Killed += () =>
        {
            if (_link is { } link)
            {
                bus.Bury(link);
            }

            _link = null;
        };
    }

    public SimulatedProcess Process { get; }

    public MqttConnectionOptions Options { get; }

    public bool IsDisposed { get; private set; }

    public bool IsConnected => _link is not null;

    /// <summary>No connection succeeds before this time.</summary>
    public DateTimeOffset UnreachableUntil { get; set; }

    public ValueTask<MqttPublishOutcome> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (!TopicFilter.IsValidTopic(message.Topic))
        {
            throw new ArgumentException($"'{message.Topic}' is not a topic", nameof(message));
        }

        if (message.Expiry <= TimeSpan.Zero)
        {
            throw new ArgumentException("An expiry must be positive", nameof(message));
        }

        var operation = $"publish {message.Topic}";
        Process.Enter(operation);
        var outcome = cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<MqttPublishOutcome>(cancellationToken)
            : Publish(message with { Payload = message.Payload.ToArray() }, cancellationToken);
        Process.Leave(operation);
        return outcome;
    }

    public ValueTask SubscribeAsync(MqttSubscription subscription, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Check(subscription);
        return Subscribe(new ClientSubscription(subscription, onMessage), cancellationToken);
    }

    public ValueTask UnsubscribeAsync(string topicFilter, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Process.Enter($"unsubscribe {topicFilter}");
        foreach (var subscription in _subscriptions.Where(s => s.Filter == topicFilter).ToArray())
        {
            _subscriptions.Remove(subscription);
            _unwanted.Add(topicFilter);
            End(subscription.InPlace, new OperationCanceledException($"The subscription to {topicFilter} was ended before it was in place"));
        }

        if (_link is { } link)
        {
            EndUnwanted(link);
        }

        Process.Leave($"unsubscribe {topicFilter}");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (IsDisposed || !Process.Alive)
        {
            return ValueTask.CompletedTask;
        }

        Process.Enter($"disconnect {Options.ClientId}");
        IsDisposed = true;
        if (_link is { } link)
        {
            link.ClientOpen = false;
            _bus.Disconnect(link);
        }

        _link = null;
        _incoming.Close();
        var closed = new ObjectDisposedException(Options.ClientId, "The connection is closed");
        foreach (var publish in _outgoing)
        {
            publish.Release();
            publish.Acknowledged.TrySetException(closed);
        }

        foreach (var subscription in _subscriptions)
        {
            End(subscription.InPlace, closed);
        }

        _outgoing.Clear();
        Process.Leave($"disconnect {Options.ClientId}");
        return ValueTask.CompletedTask;
    }

    /// <summary>The broker answers a connect: subscriptions first, then the owner's greeting, then what waited.</summary>
    public void Connect()
    {
        var number = ++_connects;
        var link = _bus.Accept(this, cleanStart: number == 1 && Options.CleanStart, Options.Will?.Invoke(number));
        _link = link;
        EndUnwanted(link);
        foreach (var subscription in _subscriptions)
        {
            PutInPlace(link, subscription);
        }

        Process.Start(async () =>
        {
            if (Options.OnConnected is { } greet)
            {
                await greet(number);
            }

            if (ReferenceEquals(link, _link))
            {
                SendAgain(link);
            }
        });
    }

    /// <summary>The client sees its connection end, and connects again.</summary>
    public void Lose(BusLink link)
    {
        link.ClientOpen = false;
        if (!ReferenceEquals(link, _link) || !Process.Alive)
        {
            return;
        }

        _link = null;
        if (!IsDisposed)
        {
            _bus.ConnectSoon(this, first: false);
        }
    }

    public void Receive(BusLink link, BusDelivery delivery, MqttMessage message) => _incoming.Receive(link, delivery, message);

    private ValueTask Subscribe(ClientSubscription subscription, CancellationToken cancellationToken)
    {
        Process.Enter($"subscribe {subscription.Filter}");
        _subscriptions.Add(subscription);
        _unwanted.Remove(subscription.Filter);
        _incoming.ClaimHeld(subscription);
        if (_link is { } link)
        {
            PutInPlace(link, subscription);
        }

        Process.Leave($"subscribe {subscription.Filter}");
        return subscription.InPlace.Task.IsCompleted ? ValueTask.CompletedTask : new ValueTask(subscription.InPlace.Task.WaitAsync(cancellationToken));
    }

    private void Check(MqttSubscription wanted)
    {
        if (!TopicFilter.IsValidFilter(wanted.Filter))
        {
            throw new ArgumentException($"'{wanted.Filter}' is not a topic filter");
        }

        if (TopicFilter.IsShared(wanted.Filter))
        {
            throw new MqttProtocolException(MqttReasonCode.SharedSubscriptionsNotSupported, $"The broker has no shared subscriptions such as {wanted.Filter}");
        }

        if (_subscriptions.Any(s => s.Filter == wanted.Filter && s.Wanted with { Qos = wanted.Qos } != wanted))
        {
            throw new ArgumentException($"'{wanted.Filter}' is subscribed to with other options already; a filter has one set of them");
        }
    }

    private void EndUnwanted(BusLink link)
    {
        foreach (var filter in _unwanted)
        {
            SimulatedBroker.Unsubscribe(link, filter);
        }

        _unwanted.Clear();
    }

    /// <summary>Posted, so that what waits for it neither leaves the thread nor runs in here.</summary>
    private void End(TaskCompletionSource waiting, Exception cause)
    {
        if (!waiting.Task.IsCompleted)
        {
            Process.Context.Post(_ => waiting.TrySetException(cause), null);
        }
    }

    private void PutInPlace(BusLink link, ClientSubscription subscription)
    {
        if (link.BlockedUntil > _bus.Now)
        {
            // Gets through when the network does, unless the connection is given up before: the next one subscribes anew.
            _bus.Scheduler.After(link.BlockedUntil - _bus.Now, Process, () =>
            {
                if (ReferenceEquals(link, _link))
                {
                    PutInPlace(link, subscription);
                }
            });
            return;
        }

        _bus.Subscribe(link, subscription.Wanted);

        // Posted, so that what waits for it (also through WhenAll and WaitAsync, which capture no context) neither leaves the thread nor runs in here.
        Process.Context.Post(static place => ((TaskCompletionSource)place!).TrySetResult(), subscription.InPlace);
    }
}
