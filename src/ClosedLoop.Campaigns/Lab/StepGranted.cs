using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A place on an instrument belongs to a dispatch.</summary>
/// <param name="Id">The dispatch.</param>
/// <param name="Instrument">Which instrument.</param>
/// <param name="LedgerId">Its ledger at that time.</param>
/// <param name="Simulated">Whether it said that nothing physical happens.</param>
public sealed record StepGranted(DispatchId Id, string Instrument, string LedgerId, bool Simulated) : LabEvent
{
    /// <summary>How long the step was expected to take, in seconds; null in journals of before.</summary>
    public double? ExpectedSeconds { get; init; }

    /// <summary>The campaign's priority; null in journals of before.</summary>
    public int? Priority { get; init; }

    /// <summary>The least clock of the runs that wanted the instrument, see <see cref="InstrumentUse"/>; null in journals of before.</summary>
    public double? Clock { get; init; }

    /// <summary>When the step had begun to wait; null in journals of before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the instrument is set up for then, or null when it has no setting up.</summary>
    public string? SetUpFor { get; init; }

    /// <summary>Stock → what the step uses up of it, taken off with the grant; null for nothing.</summary>
    public IReadOnlyDictionary<string, double>? Uses { get; init; }

    /// <summary>Whether the sample stays in the place after the step; null for no.</summary>
    public bool? Keeps { get; init; }
}
