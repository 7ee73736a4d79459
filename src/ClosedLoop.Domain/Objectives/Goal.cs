namespace ClosedLoop.Domain;

/// <summary>What better means.</summary>
public enum Goal
{
    /// <summary>Lower is better.</summary>
    Minimize,

    /// <summary>Higher is better.</summary>
    Maximize,

    /// <summary>Closer to a target value is better.</summary>
    Target,
}
