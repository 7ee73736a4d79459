using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>A client's end: keeps itself connected, sends again what was not acknowledged, hands messages over one by one.</summary>
internal sealed class SimulatedConnection : IMqttConnection
{
    private readonly SimulatedBus _bus;
    private readonly List<ClientSubscription> _subscriptions = [];
    private readonly List<OutgoingPublish> _outgoing = [];
    private readonly IncomingDeliveries _incoming;
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

        var operation = $"publish {message.Topic}";
        Process.Enter(operation);
        var outcome = cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<MqttPublishOutcome>(cancellationToken)
            : Publish(message with { Payload = message.Payload.ToArray() }, cancellationToken);
        Process.Leave(operation);
        return outcome;
    }

    public ValueTask SubscribeAsync(string topicFilter, MqttQos qos, Func<MqttMessage, ValueTask> onMessage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onMessage);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (!TopicFilter.IsValidFilter(topicFilter))
        {
            throw new ArgumentException($"'{topicFilter}' is not a topic filter", nameof(topicFilter));
        }

        Process.Enter($"subscribe {topicFilter}");
        var subscription = new ClientSubscription(topicFilter, qos, onMessage);
        _subscriptions.Add(subscription);
        _incoming.ClaimHeld(subscription);
        if (_link is { } link)
        {
            PutInPlace(link, subscription);
        }

        Process.Leave($"subscribe {topicFilter}");
        return subscription.InPlace.Task.IsCompleted ? ValueTask.CompletedTask : new ValueTask(subscription.InPlace.Task.WaitAsync(cancellationToken));
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
        foreach (var publish in _outgoing)
        {
            publish.Acknowledged.TrySetCanceled();
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

    private ValueTask<MqttPublishOutcome> Publish(MqttMessage message, CancellationToken cancellationToken)
    {
        var direct = _link is { } open && !_bus.Faults.PublishLatency && open.BlockedUntil <= _bus.Now ? open : null;
        if (direct is not null && _bus.Publish(direct, message) is { } outcome)
        {
            return ValueTask.FromResult(outcome);
        }

        if (message.Qos == MqttQos.AtMostOnce)
        {
            if (direct is null && _link is { } slow)
            {
                _bus.PublishSlowly(slow, message, _ => { });
            }

            return ValueTask.FromResult(MqttPublishOutcome.Accepted);
        }

        var publish = new OutgoingPublish(message);
        _outgoing.Add(publish);
        publish.Cancellation = cancellationToken.Register(() =>
        {
            _outgoing.Remove(publish);
            publish.Acknowledged.TrySetCanceled(cancellationToken);
        });
        if (_link is { } link && direct is null)
        {
            Transmit(link, publish);
        }

        return new ValueTask<MqttPublishOutcome>(publish.Acknowledged.Task);
    }

    private void SendAgain(BusLink link)
    {
        foreach (var publish in _outgoing.ToArray())
        {
            if (!ReferenceEquals(link, _link))
            {
                return;
            }

            Transmit(link, publish);
        }
    }

    private void Transmit(BusLink link, OutgoingPublish publish)
    {
        if (_bus.Faults.PublishLatency || link.BlockedUntil > _bus.Now)
        {
            _bus.PublishSlowly(link, publish.Message, outcome => Acknowledge(publish, outcome));
        }
        else if (_bus.Publish(link, publish.Message) is { } outcome)
        {
            Acknowledge(publish, outcome);
        }
    }

    private void Acknowledge(OutgoingPublish publish, MqttPublishOutcome outcome)
    {
        publish.Cancellation.Dispose();
        _outgoing.Remove(publish);
        publish.Acknowledged.TrySetResult(outcome);
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

        _bus.Subscribe(link, subscription.Filter, subscription.Qos);

        // Posted, so that what waits for it (also through WhenAll and WaitAsync, which capture no context) neither leaves the thread nor runs in here.
        Process.Context.Post(static place => ((TaskCompletionSource)place!).TrySetResult(), subscription.InPlace);
    }
}
