namespace ClosedLoop.Domain;

/// <summary>What the optimizer is told of failed trials, by how they failed.</summary>
public sealed record FailurePolicies
{
    /// <summary>A step failed, was refused, took too long or was cancelled.</summary>
    public FailurePolicy Failed { get; init; }

    /// <summary>A calculation did not converge.</summary>
    public FailurePolicy Unconverged { get; init; }

    /// <summary>What the step was done on failed: that says nothing of the candidate.</summary>
    public FailurePolicy Infrastructure { get; init; }

    /// <summary>A result that cannot be true.</summary>
    public FailurePolicy Implausible { get; init; }

    /// <summary>One policy for all that the candidate may be to blame for.</summary>
    public static FailurePolicies All(FailurePolicy policy) => new() { Failed = policy, Unconverged = policy, Implausible = policy, Infrastructure = FailurePolicy.Skip };

    /// <summary>The policy for a failure; null is one that no step told, such as silence.</summary>
    public FailurePolicy Of(FailureKind? kind) => kind switch
    {
        FailureKind.Unconverged => Unconverged,
        FailureKind.Infrastructure => Infrastructure,
        FailureKind.Implausible or FailureKind.Invalid => Implausible,
        _ => Failed,
    };
}
