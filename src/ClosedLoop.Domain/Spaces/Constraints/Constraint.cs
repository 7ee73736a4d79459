using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Something that every candidate satisfies. Closed set: linear, formula, forbidden combination.</summary>
[JsonConverter(typeof(ConstraintJsonConverter))]
public abstract record Constraint
{
    /// <summary>The relative tolerance of comparisons.</summary>
    internal const double Tolerance = 1e-9;

    /// <summary>The keys of a candidate that it is about.</summary>
    public abstract IReadOnlyCollection<string> Keys { get; }

    /// <summary>Whether a candidate satisfies the constraint; comparisons within a relative tolerance of 1e-9.</summary>
    public abstract bool Holds(Candidate candidate);

    /// <summary>By how much a candidate misses it, relative to the size of what is compared; 0 when it holds, infinite when it cannot be evaluated.</summary>
    public abstract double Violation(Candidate candidate);
}
