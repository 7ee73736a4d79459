using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>One attempt at one step.</summary>
public sealed record DispatchState
{
    /// <summary>The decision that made it.</summary>
    public required StepDispatched Decision { get; init; }

    /// <summary>The run's epoch in which it was decided; a later opening asks what became of it.</summary>
    public required long Epoch { get; init; }

    /// <summary>Where it stands.</summary>
    public DispatchPhase Phase { get; init; } = DispatchPhase.Dispatched;

    /// <summary>When it was last known to be going on: accepted, or else decided.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>Whether the instrument has cleared what it kept of it.</summary>
    public bool Closed { get; init; }

    /// <summary>The result; only when succeeded.</summary>
    public StepSucceeded? Result { get; init; }

    /// <summary>The failure; only when failed.</summary>
    public StepFailed? Failure { get; init; }

    /// <summary>Indeterminate only because nobody answered: an answer may still come, and its place in the lab stays taken.</summary>
    public bool Unanswered { get; init; }

    /// <summary>Whether no terminal answer is known.</summary>
    public bool IsOpen => Phase is DispatchPhase.Dispatched or DispatchPhase.Accepted;

    /// <summary>The attempt's id.</summary>
    public DispatchId Id => Decision.Id;
}
