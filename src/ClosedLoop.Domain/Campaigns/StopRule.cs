using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A reason to stop before the budget is spent.</summary>
[JsonDerivedType(typeof(TargetReached), "targetReached")]
[JsonDerivedType(typeof(NoProgress), "noProgress")]
public abstract record StopRule;
