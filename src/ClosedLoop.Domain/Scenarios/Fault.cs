namespace ClosedLoop.Domain;

/// <summary>One thing that goes wrong. A closed set of records: their names are the kinds of a scenario file.</summary>
public abstract record Fault
{
    private protected Fault()
    {
    }

    /// <summary>Whom it strikes; whichever instrument by default. Faults of the broker have no target.</summary>
    public FaultTarget Target { get; init; } = FaultTarget.Any;

    /// <summary>When it strikes; the first occasion by default.</summary>
    public FaultTrigger Trigger { get; init; } = new();

    /// <summary>The kind, as a scenario file writes it.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it is a state that lasts, so that it strikes as long as it is there; else it strikes once unless the trigger says more.</summary>
    public virtual bool Lasts => false;

    /// <summary>Whether it happens to a machine, the broker or a clock at a moment, and not to a step, a result or a message.</summary>
    public virtual bool HasMoment => false;

    /// <summary>How often it strikes at most.</summary>
    public int MostTimes => Trigger.Times ?? (IsOften ? int.MaxValue : 1);

    private bool IsOften => Lasts || Trigger.Probability < 1 || Trigger.Every is not null || (Trigger.For is not null && !HasMoment);

    /// <summary>A step of an instrument goes wrong.</summary>
    public abstract record OfStep : Fault
    {
        private protected OfStep()
        {
        }
    }

    /// <summary>A result is not what was measured.</summary>
    public abstract record OfResult : Fault
    {
        private protected OfResult()
        {
        }

        /// <summary>Which output; null for every output that is a number.</summary>
        public string? Output { get; init; }
    }

    /// <summary>A machine, the broker or a clock fails.</summary>
    public abstract record AtMoment : Fault
    {
        private protected AtMoment()
        {
        }

        /// <inheritdoc/>
        public override bool HasMoment => true;
    }

    /// <summary>Messages fare badly on their way.</summary>
    public abstract record OfMessage : Fault
    {
        private protected OfMessage()
        {
        }
    }

    /// <summary>A disk does not do what it should.</summary>
    public abstract record OfDisk : Fault
    {
        private protected OfDisk()
        {
        }

        /// <inheritdoc/>
        public override bool Lasts => true;
    }

    /// <summary>The device begins a step and does not end it, until it is told to stop or for so long.</summary>
    /// <param name="Length">How long; null until it is told to stop.</param>
    public sealed record Hang(TimeSpan? Length) : OfStep
    {
        /// <inheritdoc/>
        public override string Kind => "hang";
    }

    /// <summary>The instrument does not take the step.</summary>
    public sealed record Reject : OfStep
    {
        /// <inheritdoc/>
        public override string Kind => "reject";
    }

    /// <summary>The step ends in an error.</summary>
    /// <param name="Sample">What becomes of the sample; an untouched one was never acted on.</param>
    public sealed record Error(SampleFate Sample) : OfStep
    {
        /// <inheritdoc/>
        public override string Kind => "error";
    }

    /// <summary>The step takes longer.</summary>
    /// <param name="Factor">So many times as long; above 0.</param>
    public sealed record Slow(double Factor) : OfStep
    {
        /// <inheritdoc/>
        public override string Kind => "slow";

        /// <inheritdoc/>
        public override bool Lasts => true;
    }

    /// <summary>Results move away with time.</summary>
    /// <param name="PerHour">What is added for each hour since the fault came, in the output's unit.</param>
    public sealed record Drift(double PerHour) : OfResult
    {
        /// <inheritdoc/>
        public override string Kind => "drift";

        /// <inheritdoc/>
        public override bool Lasts => true;
    }

    /// <summary>Results are off: factor times the value, plus an offset.</summary>
    /// <param name="Add">The offset, in the output's unit.</param>
    /// <param name="Multiply">The factor.</param>
    public sealed record Bias(double Add, double Multiply) : OfResult
    {
        /// <inheritdoc/>
        public override string Kind => "bias";

        /// <inheritdoc/>
        public override bool Lasts => true;
    }

    /// <summary>The result is not a number.</summary>
    public sealed record NotANumber : OfResult
    {
        /// <inheritdoc/>
        public override string Kind => "nan";
    }

    /// <summary>The result is far off, to either side.</summary>
    /// <param name="By">How far, in the output's unit.</param>
    public sealed record Outlier(double By) : OfResult
    {
        /// <inheritdoc/>
        public override string Kind => "outlier";
    }

    /// <summary>The instrument gives its last result again, as a stuck sensor does.</summary>
    public sealed record Stuck : OfResult
    {
        /// <inheritdoc/>
        public override string Kind => "stuck";
    }

    /// <summary>The program of an instrument or of the host is killed and started again.</summary>
    /// <param name="Down">How long it is away at least.</param>
    public sealed record Restart(TimeSpan Down) : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "restart";
    }

    /// <summary>The machine of an instrument or of the host loses power: what was not synced survives only in part.</summary>
    /// <param name="Down">How long it is away at least.</param>
    public sealed record PowerCut(TimeSpan Down) : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "power-cut";
    }

    /// <summary>An instrument is killed and its ledger is gone; its device remembers what it did.</summary>
    /// <param name="Down">How long it is away at least.</param>
    public sealed record LoseLedger(TimeSpan Down) : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "lose-ledger";
    }

    /// <summary>The broker is killed and started again.</summary>
    /// <param name="Down">How long it is away.</param>
    /// <param name="Forgets">Whether it has forgotten sessions and retained messages.</param>
    public sealed record BrokerRestart(TimeSpan Down, bool Forgets) : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "broker-restart";
    }

    /// <summary>Nothing passes between the target and the broker, for as long as the fault is there.</summary>
    public sealed record Partition : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "partition";
    }

    /// <summary>The clock of an instrument or of the host jumps.</summary>
    /// <param name="By">How far; negative for back.</param>
    public sealed record ClockJump(TimeSpan By) : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "clock-jump";
    }

    /// <summary>Messages are acknowledged and never arrive. Harsher than MQTT allows.</summary>
    public sealed record Drop : OfMessage
    {
        /// <inheritdoc/>
        public override string Kind => "drop";
    }

    /// <summary>Messages arrive twice.</summary>
    public sealed record Duplicate : OfMessage
    {
        /// <inheritdoc/>
        public override string Kind => "duplicate";
    }

    /// <summary>Messages arrive late, in order.</summary>
    /// <param name="By">How late.</param>
    public sealed record Delay(TimeSpan By) : OfMessage
    {
        /// <inheritdoc/>
        public override string Kind => "delay";
    }

    /// <summary>Messages overtake each other: each is late by a random time.</summary>
    /// <param name="By">How late at most.</param>
    public sealed record Reorder(TimeSpan By) : OfMessage
    {
        /// <inheritdoc/>
        public override string Kind => "reorder";
    }

    /// <summary>A client that has come back is followed by the will of its last connection.</summary>
    /// <param name="By">How long after it has come back.</param>
    public sealed record LateWill(TimeSpan By) : OfMessage
    {
        /// <inheritdoc/>
        public override string Kind => "late-will";
    }

    /// <summary>Everything that steps use up is gone: bottles are found empty.</summary>
    public sealed record StockEmpty : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "stock-empty";
    }

    /// <summary>Nobody answers questions or fills up anything, for as long as the trigger says.</summary>
    public sealed record NobodyAnswers : AtMoment
    {
        /// <inheritdoc/>
        public override string Kind => "nobody-answers";
    }

    /// <summary>The disk takes nothing more, as long as the fault is there.</summary>
    public sealed record DiskFull : OfDisk
    {
        /// <inheritdoc/>
        public override string Kind => "disk-full";
    }

    /// <summary>Each sync takes so long.</summary>
    /// <param name="By">How long.</param>
    public sealed record DiskSlow(TimeSpan By) : OfDisk
    {
        /// <inheritdoc/>
        public override string Kind => "disk-slow";
    }

    /// <summary>A write leaves only a part behind and fails.</summary>
    public sealed record DiskTorn : OfDisk
    {
        /// <inheritdoc/>
        public override string Kind => "disk-torn";

        /// <inheritdoc/>
        public override bool Lasts => false;
    }
}
