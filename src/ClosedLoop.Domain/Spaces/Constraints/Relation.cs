namespace ClosedLoop.Domain;

/// <summary>How the two sides of a constraint compare.</summary>
public enum Relation
{
    /// <summary>Left ≤ right.</summary>
    AtMost,

    /// <summary>Left ≥ right.</summary>
    AtLeast,
}
