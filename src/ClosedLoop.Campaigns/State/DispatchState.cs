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

    /// <summary>Whether the instrument has cleared what it kept of it.</summary>
    public bool Closed { get; init; }

    /// <summary>The result; only when succeeded.</summary>
    public StepSucceeded? Result { get; init; }

    /// <summary>The failure; only when failed.</summary>
    public StepFailed? Failure { get; init; }

    /// <summary>Whether no terminal answer is known.</summary>
    public bool IsOpen => Phase is DispatchPhase.Dispatched or DispatchPhase.Accepted;

    /// <summary>The attempt's id.</summary>
    public DispatchId Id => Decision.Id;
}
