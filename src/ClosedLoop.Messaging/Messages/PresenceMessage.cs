using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>Whether an instrument or orchestrator is there. Retained; also its will. An offline older than the newest online is ignored.</summary>
/// <param name="Online">Online or offline.</param>
/// <param name="Epoch">Grows with every connect of every life of the sender.</param>
/// <param name="LedgerId">The id of the instrument's ledger; null from an orchestrator.</param>
/// <param name="At">When the sender wrote it.</param>
public sealed record PresenceMessage(
    bool Online,
    [property: Range(0, long.MaxValue)] long Epoch,
    [property: MinLength(1)] string? LedgerId,
    DateTimeOffset At);
