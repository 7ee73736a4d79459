using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>What a step measured or made. Retained until the orchestrator closes the dispatch.</summary>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="LedgerId">The ledger that holds it.</param>
/// <param name="Outputs">Output → value.</param>
/// <param name="StartedAt">When the instrument began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Files">Raw data files; may be empty.</param>
public sealed record ResultMessage(
    DispatchId DispatchId,
    [property: MinLength(1)] string LedgerId,
    IReadOnlyDictionary<string, ParameterValue> Outputs,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    IReadOnlyList<ResultFile> Files);
