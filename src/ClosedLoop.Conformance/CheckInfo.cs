namespace ClosedLoop.Conformance;

/// <summary>What a check is about.</summary>
/// <param name="Id">Stable name, lower case with hyphens.</param>
/// <param name="Says">What the contract says, in a sentence.</param>
/// <param name="Rule">Where it says it: an anchor of <c>docs/mqtt/contract.md</c>.</param>
public sealed record CheckInfo(string Id, string Says, string Rule);
