namespace ClosedLoop.Domain;

/// <summary>What joins two formulas.</summary>
public enum Operation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>a ^ b.</summary>
    Power,
}
