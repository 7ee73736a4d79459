namespace ClosedLoop.Domain;

/// <summary>Whom a fault strikes.</summary>
/// <param name="Name">An instrument's id, a capability, <c>any</c> for whichever instrument it meets, or <c>host</c> for the orchestrator.</param>
public sealed record FaultTarget(string Name)
{
    /// <summary>Whichever instrument it meets.</summary>
    public static FaultTarget Any { get; } = new("any");

    /// <summary>The orchestrator.</summary>
    public static FaultTarget Host { get; } = new("host");

    /// <summary>Whether it is the orchestrator.</summary>
    public bool IsHost => this == Host;

    /// <summary>Whether it is an instrument.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="capabilities">What it can do, or the one thing that it is doing.</param>
    public bool Matches(string instrument, IEnumerable<string> capabilities) =>
        this == Any || Name == instrument || (!IsHost && capabilities.Contains(Name, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
