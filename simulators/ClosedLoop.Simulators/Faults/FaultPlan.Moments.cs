using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <content>What happens to machines, the broker and clocks.</content>
public sealed partial class FaultPlan
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3650);

    private readonly Dictionary<string, TimeSpan> _clocks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _abandoned = new(StringComparer.Ordinal);

    /// <summary>The clock of a machine, which faults may have moved; timers are not touched, as by a clock that is set.</summary>
    /// <param name="inner">The true one.</param>
    /// <param name="site">The machine.</param>
    public TimeProvider ClockOf(TimeProvider inner, FaultSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new JumpingTime(inner, () => OffsetOf(site));
    }

    /// <summary>
    /// A live instrument is about to be killed, or has been started again: a device whose program is killed goes on, and notices nothing of it.
    /// </summary>
    public void Abandon(FaultSite site, bool abandoned)
    {
        ArgumentNullException.ThrowIfNull(site);
        lock (_gate)
        {
            _ = abandoned ? _abandoned.Add(site.Name) : _abandoned.Remove(site.Name);
        }
    }

    internal bool IsAbandoned(FaultSite site)
    {
        lock (_gate)
        {
            return _abandoned.Contains(site.Name);
        }
    }

    private TimeSpan OffsetOf(FaultSite site)
    {
        lock (_gate)
        {
            return _clocks.GetValueOrDefault(site.Name);
        }
    }

    private void StrikeByTheClock(ArmedFault armed)
    {
        lock (_gate)
        {
            if (_lab is not { } lab || !armed.Strikes(Now))
            {
                return;
            }

            if (armed.Fault.Trigger.Every is { } every)
            {
                After(every / _speed, () => StrikeByTheClock(armed));
            }

            var sites = lab.Instruments.Append(lab.Host).Where(site => site.IsTargetOf(armed.Fault)).ToList();
            if (armed.Fault is Fault.BrokerRestart or Fault.StockEmpty or Fault.NobodyAnswers)
            {
                Happen(lab, armed.Fault, lab.Host);
            }
            else if (sites.Count > 0)
            {
                Happen(lab, armed.Fault, sites[armed.Random.Next(sites.Count)]);
            }
        }
    }

    /// <summary>In the middle of a step: at a random moment of its duration.</summary>
    private void StrikeInMidStep(ArmedFault armed, FaultSite site, TimeSpan duration) => After(duration * armed.Random.NextDouble(), () =>
    {
        lock (_gate)
        {
            if (_lab is { } lab)
            {
                Happen(lab, armed.Fault, armed.Fault.Target.IsHost ? lab.Host : site);
            }
        }
    });

    private void Happen(IFaultyLab lab, Fault fault, FaultSite site)
    {
        switch (fault)
        {
            case Fault.Restart restart:
                Note(fault, site.Name, $"killed, away for {restart.Down}");
                lab.Restart(site, restart.Down / _speed);
                break;
            case Fault.PowerCut cut:
                Note(fault, site.Name, $"without power for {cut.Down}");
                lab.PowerCut(site, cut.Down / _speed);
                break;
            case Fault.LoseLedger lose:
                Note(fault, site.Name, "killed, its ledger is gone");
                lab.LoseLedger(site, lose.Down / _speed);
                break;
            case Fault.BrokerRestart broker:
                Note(fault, "broker", $"away for {broker.Down}{(broker.Forgets ? ", has forgotten everything" : "")}");
                lab.RestartBroker(broker.Down / _speed, broker.Forgets);
                break;
            case Fault.Partition:
                var duration = fault.Trigger.For ?? TimeSpan.Zero;
                Note(fault, site.Name, $"cut off from the broker for {duration}");
                lab.Partition(site, duration / _speed);
                break;
            case Fault.StockEmpty:
                Note(fault, "stock", "everything is found empty");
                lab.EmptyStock();
                break;
            case Fault.NobodyAnswers:
                Note(fault, "people", $"nobody answers{(fault.Trigger.For is { } time ? $" for {time}" : "")}");
                lab.SendPersonAway((fault.Trigger.For ?? Forever) / _speed);
                break;
            case Fault.ClockJump jump:
                Note(fault, site.Name, $"the clock jumps by {jump.By}");
                _clocks[site.Name] = _clocks.GetValueOrDefault(site.Name) + (jump.By / _speed);
                break;
            default:
                throw new NotSupportedException(fault.Kind);
        }
    }
}
