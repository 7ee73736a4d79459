using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators;

/// <content>Messages on their way.</content>
public sealed partial class FaultPlan
{
    private readonly Dictionary<string, MqttMessage> _wills = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _cutOffUntil = new(StringComparer.Ordinal);

    /// <summary>Connections of a machine on which messages fare as the scenario says.</summary>
    /// <param name="inner">The way to the broker.</param>
    /// <param name="site">Whose connections.</param>
    /// <param name="time">The machine's clock, for what is late.</param>
    public IMqttConnector Connections(IMqttConnector inner, FaultSite site, TimeProvider time) => new FaultyConnector(inner, this, site, time);

    /// <summary>Nothing passes on a machine's connections for so long: what is sent waits, and what comes too.</summary>
    public void CutOff(FaultSite site, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(site);
        lock (_gate)
        {
            _cutOffUntil[site.Name] = Now + duration;
        }
    }

    /// <summary>How long nothing passes yet.</summary>
    internal TimeSpan CutOffFor(FaultSite site)
    {
        lock (_gate)
        {
            return _cutOffUntil.TryGetValue(site.Name, out var until) && until > Now ? until - Now : TimeSpan.Zero;
        }
    }

    /// <summary>What becomes of a message that arrives: how late each of its copies is handed over; none when it is lost.</summary>
    internal MessageFate OfMessage(FaultSite receiver, string topic)
    {
        lock (_gate)
        {
            var fate = MessageFate.Unharmed;
            foreach (var armed in _lab is null ? [] : _faults)
            {
                if (armed.Fault is not (Fault.OfMessage and not Fault.LateWill) || !Touches(armed.Fault, receiver, topic) || !armed.Strikes(Now))
                {
                    continue;
                }

                fate = armed.Fault switch
                {
                    Fault.Drop => fate with { Copies = 0 },
                    Fault.Duplicate => fate with { Copies = 2 * fate.Copies },
                    Fault.Delay delay => fate with { Late = fate.Late + delay.By, InOrder = true },
                    Fault.Reorder reorder => fate with { Late = fate.Late + (reorder.By * armed.Random.NextDouble()) },
                    _ => throw new NotSupportedException(armed.Fault.Kind),
                };
                Note(armed.Fault, receiver.Name, topic);
            }

            return fate;
        }
    }

    /// <summary>A client has come back: the will of its last connection that still comes, and how late; null for none.</summary>
    internal (MqttMessage Will, TimeSpan Late)? LateWillOf(FaultSite site, string clientId, MqttMessage? will)
    {
        lock (_gate)
        {
            var earlier = _wills.GetValueOrDefault(clientId);
            if (will is not null)
            {
                _wills[clientId] = will;
            }

            foreach (var armed in _lab is null || earlier is null ? [] : _faults)
            {
                if (armed.Fault is Fault.LateWill late && site.IsTargetOf(late) && armed.Strikes(Now))
                {
                    Note(late, site.Name, $"{earlier!.Topic}, {late.By} late");
                    return (earlier, late.By);
                }
            }

            return null;
        }
    }

    /// <summary>An instrument's messages are those that it hears, and those on its own topics.</summary>
    private static bool Touches(Fault fault, FaultSite receiver, string topic) => fault.Target == FaultTarget.Any || receiver.IsTargetOf(fault)
        || topic.Contains($"/instrument/{fault.Target.Name}/", StringComparison.Ordinal);
}
