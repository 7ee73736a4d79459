using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>
/// An MQTT broker and its network in virtual time, behind the seam that production uses: QoS 0 and 1, retained messages, wills, message and session expiry, and
/// the faults of <see cref="BusFaults"/>. A deterministic function of its seed and of what its clients do.
/// </summary>
public sealed class SimulatedBus
{
    private readonly SimulatedBroker _broker;
    private readonly SeededRandom _random;

    /// <summary>An empty broker that is up.</summary>
    /// <param name="scheduler">The world's scheduler.</param>
    /// <param name="seed">Decides latencies and faults.</param>
    /// <param name="faults">How it behaves.</param>
    public SimulatedBus(SimulatedScheduler scheduler, ulong seed, BusFaults faults)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(faults);
        Scheduler = scheduler;
        Faults = faults;
        _random = new SeededRandom(seed);
        _broker = new SimulatedBroker(this);
    }

    /// <summary>How it behaves from now on; set quiet faults to let the world settle.</summary>
    public BusFaults Faults { get; set; }

    /// <summary>Told of everything that happens; null for nobody.</summary>
    public Action<BusEvent>? Observer { get; set; }

    /// <summary>Whether the broker runs.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>The retained messages that have not expired, in ordinal order of their topics.</summary>
    public IReadOnlyList<MqttMessage> Retained => _broker.Retained();

    internal SimulatedScheduler Scheduler { get; }

    internal DateTimeOffset Now => Scheduler.Now;

    /// <summary>The bus as a process sees it.</summary>
    public IMqttConnector For(SimulatedProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return new SimulatedConnector(this, process);
    }

    /// <summary>The broker is killed and started again: connections break, no will is published, clients come back by themselves.</summary>
    /// <param name="downFor">How long it is away.</param>
    /// <param name="loseState">Whether it forgets sessions and retained messages.</param>
    public void Restart(TimeSpan downFor, bool loseState = false)
    {
        IsUp = false;
        Tell(BusEventKind.BrokerDown, "", "");
        _broker.Crash(loseState);
        Scheduler.After(downFor, null, () =>
        {
            IsUp = true;
            Tell(BusEventKind.BrokerUp, "", "");
        });
    }

    /// <summary>Breaks a client's connection: both ends notice, the will is published, the client comes back.</summary>
    public void Cut(string clientId)
    {
        if (_broker.LinkOf(clientId) is { } link)
        {
            Break(link);
        }
    }

    /// <summary>
    /// Nothing passes between a client and the broker for a while. The client gives up after its keep-alive, the broker after 1.5 times that.
    /// </summary>
    public void Partition(string clientId, TimeSpan duration)
    {
        if (_broker.LinkOf(clientId) is not { } link)
        {
            return;
        }

        var until = Now + duration;
        link.BlockedUntil = until;
        link.Client.UnreachableUntil = until;
        var keepAlive = link.Client.Options.KeepAlive;
        Scheduler.After(keepAlive, null, () =>
        {
            if (Now < until)
            {
                link.Client.Lose(link);
            }
        });
        Scheduler.After(1.5 * keepAlive, null, () =>
        {
            if (Now < until)
            {
                _broker.Drop(link, publishWill: true);
            }
        });
    }

    /// <summary>Connects a client after a latency, or, later on, after a random wait; tries again while it cannot.</summary>
    internal void ConnectSoon(SimulatedConnection connection, bool first)
    {
        var wait = first ? Latency() : Latency() + _random.Between(TimeSpan.Zero, Faults.MaxReconnectDelay);
        Scheduler.After(wait, connection.Process, () =>
        {
            if (connection.IsDisposed)
            {
                return;
            }

            if (IsUp && connection.UnreachableUntil <= Now)
            {
                connection.Connect();
            }
            else
            {
                ConnectSoon(connection, first: false);
            }
        });
    }

    internal BusLink Accept(SimulatedConnection connection, bool cleanStart, MqttMessage? will) => _broker.Accept(connection, cleanStart, will);

    internal void Subscribe(BusLink link, MqttSubscription wanted) => _broker.Subscribe(link, wanted);

    /// <summary>Hands a message to the broker over an open connection; null when the connection broke on the way and the answer with it.</summary>
    internal MqttPublishOutcome? Publish(BusLink link, MqttMessage message)
    {
        if (_random.Chance(Faults.Cut))
        {
            if (_random.Chance(0.5))
            {
                _broker.Route(message, link.Session.ClientId);
            }

            Break(link);
            return null;
        }

        if (message.Qos == MqttQos.AtMostOnce && _random.Chance(Faults.DropQos0))
        {
            Tell(BusEventKind.Dropped, link.Session.ClientId, message.Topic);
            return MqttPublishOutcome.Accepted;
        }

        return _broker.Route(message, link.Session.ClientId);
    }

    /// <summary>Lets a message travel to the broker, and its acknowledgement back.</summary>
    internal void PublishSlowly(BusLink link, MqttMessage message, Action<MqttPublishOutcome> acknowledge)
    {
        link.LastUp = Arrival(link, link.LastUp);
        Scheduler.After(link.LastUp - Now, null, () =>
        {
            if (!link.BrokerOpen)
            {
                return;
            }

            if (Publish(link, message) is not { } outcome)
            {
                return;
            }

            Scheduler.After(Arrival(link, Now) - Now, link.Client.Process, () =>
            {
                if (link.ClientOpen)
                {
                    acknowledge(outcome);
                }
            });
        });
    }

    /// <summary>Sends a message down a connection, with the faults of the way.</summary>
    internal void Send(BusLink link, BusDelivery delivery)
    {
        if (delivery.At(Now) is not { } message)
        {
            Tell(BusEventKind.Expired, link.Session.ClientId, delivery.Message.Topic);
            link.Session.Pending.Remove(delivery);
            return;
        }

        if (_random.Chance(message.Qos == MqttQos.AtMostOnce ? Faults.DropQos0 : Faults.DropSilently))
        {
            Tell(BusEventKind.Dropped, link.Session.ClientId, message.Topic);
            link.Session.Pending.Remove(delivery);
            return;
        }

        Deliver(link, delivery, message);
        if (message.Qos == MqttQos.AtLeastOnce && _random.Chance(Faults.Duplicate))
        {
            Deliver(link, delivery, message);
        }
    }

    /// <summary>A client's process died: the broker notices now or in its time.</summary>
    internal void Bury(BusLink link)
    {
        link.ClientOpen = false;
        Scheduler.After(Faults.DeathNoticedAtOnce ? Latency() : 1.5 * link.Client.Options.KeepAlive, null, () => _broker.Drop(link, publishWill: true));
    }

    internal void Disconnect(BusLink link) => _broker.Drop(link, publishWill: false);

    internal void Tell(BusEventKind kind, string clientId, string topic) => Observer?.Invoke(new BusEvent(Now, kind, clientId, topic));

    private void Deliver(BusLink link, BusDelivery delivery, MqttMessage message)
    {
        var arrival = Arrival(link, link.LastDown);
        link.LastDown = arrival;
        Scheduler.After(arrival - Now, link.Client.Process, () => Arrive(link, delivery, message));
    }

    private void Arrive(BusLink link, BusDelivery delivery, MqttMessage message)
    {
        if (!link.ClientOpen)
        {
            return;
        }

        if (link.BlockedUntil > Now)
        {
            Scheduler.After(link.BlockedUntil - Now, link.Client.Process, () => Arrive(link, delivery, message));
            return;
        }

        Tell(BusEventKind.Delivered, link.Session.ClientId, message.Topic);
        link.Client.Receive(link, delivery, message);
    }

    private void Break(BusLink link)
    {
        _broker.Drop(link, publishWill: true);
        link.Client.Lose(link);
    }

    // One connection is a byte stream: unless reordering is asked for, nothing overtakes.
    private DateTimeOffset Arrival(BusLink link, DateTimeOffset last)
    {
        var arrival = (link.BlockedUntil > Now ? link.BlockedUntil : Now) + Latency();
        return Faults.Reorder || arrival > last ? arrival : last;
    }

    private TimeSpan Latency() => _random.Between(Faults.MinLatency, Faults.MaxLatency);
}
