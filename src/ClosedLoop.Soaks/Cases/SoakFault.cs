using System.Globalization;
using ClosedLoop.Campaigns;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Soaks;

/// <summary>One thing that goes wrong in a world. A closed set of records.</summary>
internal abstract record SoakFault
{
    /// <summary>Its place among the faults that the seed draws, from 1: names it when the others are left out.</summary>
    public int Number { get; init; }

    /// <summary>When it comes, since the start.</summary>
    public TimeSpan At { get; init; }

    /// <summary>When its consequences that last are over, since the start.</summary>
    public virtual TimeSpan Until => At;

    public abstract void Strike(VirtualLab lab);

    /// <summary>Whether it strikes a machine of its own.</summary>
    public bool Strikes(string machine) => Target == machine;

    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(At > TimeSpan.Zero ? $"at {At:hh\\:mm\\:ss\\.fff} " : "")}{What}");

    /// <summary>The machine that it strikes, or null.</summary>
    protected virtual string? Target => null;

    /// <summary>What happens, in words.</summary>
    protected abstract string What { get; }

    protected static Machine Find(VirtualLab lab, string name) => lab.Machines.First(machine => machine.Name == name);

    /// <summary>A program is killed; its supervisor starts it again, not before so long.</summary>
    internal sealed record Kill(string Machine, TimeSpan Off) : SoakFault
    {
        protected override string? Target => Machine;

        public override TimeSpan Until => At + Off;

        protected override string What => Off > TimeSpan.Zero ? $"{Machine} is killed and off for {Off.TotalSeconds:F0} s" : $"{Machine} is killed";

        public override void Strike(VirtualLab lab)
        {
            var machine = Find(lab, Machine);
            machine.OffUntil = lab.Scheduler.Now + Off;
            machine.Kill();
        }
    }

    /// <summary>A program is killed, and its next life dies at one of its first operations on disk and bus.</summary>
    internal sealed record DieAt(string Machine, int Operation, CrashMoment Moment, bool WithPowerCut) : SoakFault
    {
        protected override string? Target => Machine;

        protected override string What => $"{Machine} is killed, and its next life dies {Moment.ToString().ToLowerInvariant()} its operation {Operation}{(WithPowerCut ? ", by a power cut" : "")}";

        public override void Strike(VirtualLab lab)
        {
            var machine = Find(lab, Machine);
            var plan = new CrashPlan(Operation, Moment) { Consequence = WithPowerCut ? machine.Disk.PowerCut : null };
            machine.Plan = _ => plan.Operations == 0 ? plan : null;
            machine.Kill();
        }
    }

    /// <summary>A machine loses power: what was not synced survives only in part.</summary>
    internal sealed record PowerCut(string Machine) : SoakFault
    {
        protected override string? Target => Machine;

        protected override string What => $"{Machine} loses power";

        public override void Strike(VirtualLab lab) => Find(lab, Machine).PowerCut();
    }

    /// <summary>An instrument is killed and its ledger is gone; its device remembers what it did.</summary>
    internal sealed record LoseLedger(string Machine) : SoakFault
    {
        protected override string? Target => Machine;

        protected override string What => $"{Machine} is killed and its ledger is gone";

        public override void Strike(VirtualLab lab) => lab.Instruments.First(machine => machine.Name == Machine).LoseLedger();
    }

    /// <summary>Nothing passes between a machine and the broker for a while.</summary>
    internal sealed record Partition(string Machine, TimeSpan For) : SoakFault
    {
        protected override string? Target => Machine;

        public override TimeSpan Until => At + For;

        protected override string What => $"{Machine} does not reach the broker for {For.TotalSeconds:F0} s";

        public override void Strike(VirtualLab lab) => lab.Bus.Partition(lab.ClientOf(Find(lab, Machine)), For);
    }

    /// <summary>A connection breaks.</summary>
    internal sealed record Cut(string Machine) : SoakFault
    {
        protected override string? Target => Machine;

        protected override string What => $"{Machine}'s connection breaks";

        public override void Strike(VirtualLab lab) => lab.Bus.Cut(lab.ClientOf(Find(lab, Machine)));
    }

    /// <summary>The broker is killed and started again.</summary>
    internal sealed record RestartBroker(TimeSpan Down, bool Forgets) : SoakFault
    {
        public override TimeSpan Until => At + Down;

        protected override string What => $"the broker restarts in {Down.TotalSeconds:F0} s{(Forgets ? " and has forgotten everything" : "")}";

        public override void Strike(VirtualLab lab) => lab.Bus.Restart(Down, Forgets);
    }

    /// <summary>An operator gives an order to every campaign.</summary>
    internal sealed record Steer(SteeringOrder Order) : SoakFault
    {
        protected override string What => $"an operator orders {Order.ToString().ToLowerInvariant()}";

        public override void Strike(VirtualLab lab) => lab.Steer(Order);
    }

    /// <summary>The network is bad in one way, until the faults are over.</summary>
    internal abstract record OfNetwork : SoakFault
    {
        public abstract BusFaults On(BusFaults faults);

        public sealed override void Strike(VirtualLab lab) => lab.Bus.Faults = On(lab.Bus.Faults);
    }

    internal sealed record Delay(TimeSpan Most) : OfNetwork
    {
        protected override string What => $"messages take up to {Most.TotalMilliseconds:F0} ms";

        public override BusFaults On(BusFaults faults) => faults with { MaxLatency = Most };
    }

    internal sealed record SlowPublish : OfNetwork
    {
        protected override string What => "publishes take their way to the broker";

        public override BusFaults On(BusFaults faults) => faults with { PublishLatency = true };
    }

    internal sealed record Duplicate(double Probability) : OfNetwork
    {
        protected override string What => $"messages come twice ({Probability:F2})";

        public override BusFaults On(BusFaults faults) => faults with { Duplicate = Probability };
    }

    internal sealed record Reorder : OfNetwork
    {
        protected override string What => "messages overtake each other";

        public override BusFaults On(BusFaults faults) => faults with { Reorder = true };
    }

    internal sealed record Drop(double Probability) : OfNetwork
    {
        protected override string What => $"messages are acknowledged and lost ({Probability:F2})";

        public override BusFaults On(BusFaults faults) => faults with { DropSilently = Probability };
    }

    internal sealed record DropQos0 : OfNetwork
    {
        protected override string What => "messages of QoS 0 are lost (0.10)";

        public override BusFaults On(BusFaults faults) => faults with { DropQos0 = 0.1 };
    }

    internal sealed record CutOnPublish(double Probability) : OfNetwork
    {
        protected override string What => $"publishes break their connection ({Probability:F2})";

        public override BusFaults On(BusFaults faults) => faults with { Cut = Probability };
    }

    internal sealed record DeathNoticed : OfNetwork
    {
        protected override string What => "the broker learns at once of the death of clients";

        public override BusFaults On(BusFaults faults) => faults with { DeathNoticedAtOnce = true };
    }
}
