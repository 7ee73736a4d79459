using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A planner's answer.</summary>
public sealed record ProposalMessage
{
    /// <summary>As many candidates as were wanted, in the space, none of them told or pending; absent when only the model was wanted.</summary>
    public IReadOnlyList<PlannedCandidate>? Candidates { get; init; }

    /// <summary>A name for the model that the candidates come from, such as a hash; absent when there is none.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The model in figures, when it was wanted and there is one.</summary>
    public ModelSummary? Model { get; init; }

    /// <summary>Why there is no answer; the built-in planner answers then.</summary>
    public PlannerError? Error { get; init; }

    /// <summary>The correlation data of the question, for clients of MQTT 3.1.1.</summary>
    [MaxLength(1024)]
    public string? CorrelationId { get; init; }
}
