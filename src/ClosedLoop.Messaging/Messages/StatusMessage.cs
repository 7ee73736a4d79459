using System.ComponentModel.DataAnnotations;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>What an instrument says of a dispatch: retained on the dispatch's status topic, and the answer to commands and control messages.</summary>
public sealed record StatusMessage
{
    /// <summary>The dispatch.</summary>
    public required DispatchId DispatchId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DispatchStatus Status { get; init; }

    /// <summary>The ledger that says so.</summary>
    [MinLength(1)]
    public required string LedgerId { get; init; }

    /// <summary>When the instrument wrote it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Hash of the command that the ledger holds, or null when it holds none.</summary>
    public string? CommandHash { get; init; }

    /// <summary>Why it was refused; only with <see cref="DispatchStatus.Rejected"/>.</summary>
    [NeededBy(nameof(Status), DispatchStatus.Rejected)]
    public RefusalReason? Refusal { get; init; }

    /// <summary>The highest epoch of the run that the ledger has seen; only with <see cref="RefusalReason.OldEpoch"/>.</summary>
    public long? SeenEpoch { get; init; }

    /// <summary>How it failed; only with <see cref="DispatchStatus.Failed"/>.</summary>
    [NeededBy(nameof(Status), DispatchStatus.Failed)]
    public FailureKind? Failure { get; init; }

    /// <summary>What became of the sample; with failed, cancelled and indeterminate.</summary>
    [NeededBy(nameof(Status), DispatchStatus.Failed)]
    public SampleFate? Sample { get; init; }

    /// <summary>What is known of a step that gave no result, such as what it cost; output → value, only with failed and cancelled, or null.</summary>
    public IReadOnlyDictionary<string, ParameterValue>? Outputs { get; init; }

    /// <summary>In words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>0 to 1 while running, or null.</summary>
    [Range(0, 1)]
    public double? Progress { get; init; }

    /// <summary>Whether the dispatch has been closed: its result was taken and cleared.</summary>
    public bool Closed { get; init; }

    /// <summary>Only in an answer: the correlation data of the order, for clients of MQTT 3.1.1.</summary>
    public string? CorrelationId { get; init; }
}
