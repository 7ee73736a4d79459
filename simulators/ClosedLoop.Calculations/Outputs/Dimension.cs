namespace ClosedLoop.Calculations;

/// <summary>What a quantity measures.</summary>
public enum Dimension
{
    /// <summary>A number without a unit.</summary>
    None,

    /// <summary>Energy.</summary>
    Energy,

    /// <summary>Pressure, stress and elastic moduli.</summary>
    Pressure,

    /// <summary>Force.</summary>
    Force,

    /// <summary>Length.</summary>
    Length,

    /// <summary>Volume.</summary>
    Volume,

    /// <summary>Electric dipole moment.</summary>
    Dipole,

    /// <summary>An angle.</summary>
    Angle,

    /// <summary>Duration.</summary>
    Time,
}
