namespace ClosedLoop.Conformance;

/// <summary>One rule of the contract, tried on an instrument.</summary>
internal interface IConformanceCheck
{
    /// <summary>Stable name, lower case with hyphens.</summary>
    string Id { get; }

    /// <summary>What the contract says, in a sentence.</summary>
    string Says { get; }

    /// <summary>Where the contract says it: an anchor of <c>docs/mqtt/contract.md</c>.</summary>
    string Rule { get; }

    /// <summary>Plays orchestrator and watches.</summary>
    /// <exception cref="ViolationException">The instrument did what the contract forbids, or not what it demands.</exception>
    Task<CheckOutcome> RunAsync(Scene scene);
}
