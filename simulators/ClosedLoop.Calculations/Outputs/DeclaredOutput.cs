namespace ClosedLoop.Calculations;

/// <summary>
/// An output as the lab file declares it: a quantity that the code knows, in a unit, or a formula over other outputs.
/// </summary>
/// <param name="Name">The name that campaigns know it by.</param>
public sealed record DeclaredOutput(string Name)
{
    /// <summary>The code's name of the quantity, such as <c>total-energy</c>; null for a formula.</summary>
    public string? Quantity { get; init; }

    /// <summary>A formula over outputs declared before it, such as <c>gap_X - gap_gamma</c>; null for a quantity.</summary>
    public string? Formula { get; init; }

    /// <summary>The unit's name; null for the usual one of what the quantity measures. A formula has those of its terms.</summary>
    public string? Unit { get; init; }

    /// <summary>Reduced coordinates of the point of reciprocal space where the quantity is taken; null where it has none.</summary>
    public IReadOnlyList<double>? At { get; init; }
}
