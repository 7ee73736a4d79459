using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <summary>
/// What reached a client, handed over one message at a time and acknowledged afterwards. What no handler claims yet (the session was there before its owner) is
/// held back until one does.
/// </summary>
internal sealed class IncomingDeliveries(SimulatedProcess process, List<ClientSubscription> subscriptions)
{
    private readonly Queue<(BusLink Link, BusDelivery Delivery, MqttMessage Message)> _inbox = new();
    private readonly List<(BusLink Link, BusDelivery Delivery, MqttMessage Message)> _held = [];
    private bool _handing;

    public void Receive(BusLink link, BusDelivery delivery, MqttMessage message)
    {
        _inbox.Enqueue((link, delivery, message));
        Hand();
    }

    public void ClaimHeld(ClientSubscription subscription)
    {
        foreach (var held in _held.Where(held => subscription.Takes(held.Delivery)).ToArray())
        {
            _held.Remove(held);
            _inbox.Enqueue(held);
        }

        Hand();
    }

    /// <summary>No handler is called any more.</summary>
    public void Close()
    {
        _inbox.Clear();
        _held.Clear();
    }

    private void Hand()
    {
        if (_handing || _inbox.Count == 0)
        {
            return;
        }

        _handing = true;
        process.Start(HandAsync);
    }

    private async Task HandAsync()
    {
        while (_inbox.TryDequeue(out var next))
        {
            var takers = subscriptions.Where(subscription => subscription.Takes(next.Delivery)).ToArray();
            if (takers.Length == 0)
            {
                _held.Add(next);
                continue;
            }

            foreach (var taker in takers)
            {
                await taker.OnMessage(next.Message);
            }

            if (next.Link.ClientOpen)
            {
                next.Link.Session.Pending.Remove(next.Delivery);
            }
        }

        _handing = false;
    }
}
