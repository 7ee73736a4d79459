using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>
/// Something that is owed. A closed set of records. Work is owed until an event says that it is done; the runner repeats an owed effect at most every
/// <see cref="Every"/>, which is safe because every effect is the same act when done again.
/// </summary>
public abstract record CampaignWork
{
    /// <summary>How soon the same work may be done again while it stays owed; null for once in a life of the runner.</summary>
    public abstract TimeSpan? Every { get; }

    /// <summary>Ask the optimizer for candidates.</summary>
    /// <param name="Number">Proposal number.</param>
    /// <param name="Count">How many candidates.</param>
    /// <param name="DataHash">The observations to use.</param>
    /// <param name="Pending">The trials in flight to take into account, as numbers joined by commas.</param>
    public sealed record Propose(int Number, int Count, string DataHash, string Pending) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => null;
    }

    /// <summary>Fit the surrogate.</summary>
    /// <param name="DataHash">The observations to use.</param>
    public sealed record Retrain(string DataHash) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => null;
    }

    /// <summary>Ask the lab to grant an instrument for a step.</summary>
    /// <param name="Id">The attempt.</param>
    /// <param name="Capability">What the instrument must offer.</param>
    public sealed record Place(DispatchId Id, string Capability) : CampaignWork
    {
        /// <summary>Asked whenever the runner wakes: it costs nothing until it is granted.</summary>
        public override TimeSpan? Every => TimeSpan.Zero;
    }

    /// <summary>Send the command of a dispatch, the same one again until it is confirmed.</summary>
    /// <param name="Id">The attempt.</param>
    public sealed record Send(DispatchId Id) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => LoopTimes.Resend;
    }

    /// <summary>Ask what became of a dispatch.</summary>
    /// <param name="Id">The attempt.</param>
    /// <param name="Interval">How often.</param>
    public sealed record Query(DispatchId Id, TimeSpan Interval) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => Interval;
    }

    /// <summary>Ask the instrument to stop a dispatch.</summary>
    /// <param name="Id">The attempt.</param>
    public sealed record Cancel(DispatchId Id) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => LoopTimes.Resend;
    }

    /// <summary>Tell the instrument that the result is safe.</summary>
    /// <param name="Id">The attempt.</param>
    public sealed record Close(DispatchId Id) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => LoopTimes.Close;
    }

    /// <summary>Show a question to people.</summary>
    /// <param name="Request">Which.</param>
    public sealed record Ask(string Request) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => null;
    }

    /// <summary>Show a question no longer that is not open any more.</summary>
    /// <param name="Request">Which.</param>
    public sealed record Withdraw(string Request) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => LoopTimes.Close;
    }

    /// <summary>Wait for a message, at most until a time; then <see cref="Tick"/>.</summary>
    /// <param name="Deadline">When something falls due.</param>
    public sealed record Await(DateTimeOffset Deadline) : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => TimeSpan.Zero;
    }

    /// <summary>Nothing is owed any more: let go of the run.</summary>
    public sealed record Finish : CampaignWork
    {
        /// <inheritdoc/>
        public override TimeSpan? Every => null;
    }
}
