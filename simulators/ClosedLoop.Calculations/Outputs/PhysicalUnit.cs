namespace ClosedLoop.Calculations;

/// <summary>
/// A unit and its size in Hartree atomic units (angles in degrees and times in seconds). Constants are CODATA 2018, so that a value converted here differs from one that a code printed with older
/// constants by less than 1e-6 of it.
/// </summary>
/// <param name="Name">As lab files write it.</param>
/// <param name="Dimension">What it measures.</param>
/// <param name="InAtomicUnits">One of it.</param>
public sealed record PhysicalUnit(string Name, Dimension Dimension, double InAtomicUnits)
{
    /// <summary>One electronvolt in Hartree.</summary>
    public const double ElectronVolt = 1 / 27.211386245988;

    /// <summary>One ångström in bohr.</summary>
    public const double Angstrom = 1 / 0.529177210903;

    /// <summary>One gigapascal in Hartree per cubic bohr.</summary>
    public const double Gigapascal = 1 / 29421.015696;

    /// <summary>One debye in atomic units of the dipole moment.</summary>
    public const double Debye = 1 / 2.541746473;

    private static readonly PhysicalUnit[] All =
    [
        new("1", Dimension.None, 1),
        new("Hartree", Dimension.Energy, 1),
        new("Ry", Dimension.Energy, 0.5),
        new("eV", Dimension.Energy, ElectronVolt),
        new("meV", Dimension.Energy, ElectronVolt / 1000),
        new("kJ/mol", Dimension.Energy, 1 / 2625.4996394799),
        new("kcal/mol", Dimension.Energy, 4.184 / 2625.4996394799),
        new("GPa", Dimension.Pressure, Gigapascal),
        new("kbar", Dimension.Pressure, Gigapascal / 10),
        new("Hartree/bohr^3", Dimension.Pressure, 1),
        new("eV/angstrom", Dimension.Force, ElectronVolt / Angstrom),
        new("Hartree/bohr", Dimension.Force, 1),
        new("angstrom", Dimension.Length, Angstrom),
        new("bohr", Dimension.Length, 1),
        new("angstrom^3", Dimension.Volume, Angstrom * Angstrom * Angstrom),
        new("bohr^3", Dimension.Volume, 1),
        new("D", Dimension.Dipole, Debye),
        new("e*bohr", Dimension.Dipole, 1),
        new("deg", Dimension.Angle, 1),
        new("s", Dimension.Time, 1),
    ];

    // What an output has when its file names none.
    private static readonly Dictionary<Dimension, string> UsualNames = new()
    {
        [Dimension.None] = "1",
        [Dimension.Energy] = "eV",
        [Dimension.Pressure] = "GPa",
        [Dimension.Force] = "eV/angstrom",
        [Dimension.Length] = "angstrom",
        [Dimension.Volume] = "angstrom^3",
        [Dimension.Dipole] = "D",
        [Dimension.Angle] = "deg",
        [Dimension.Time] = "s",
    };

    /// <summary>The unit of that name that measures a dimension.</summary>
    /// <exception cref="TemplateException">There is none; the message lists those that there are.</exception>
    public static PhysicalUnit Named(string name, Dimension dimension) => Array.Find(All, unit => unit.Name == name && unit.Dimension == dimension)
        ?? throw new TemplateException($"'{name}' is no unit of {Told(dimension)}; use {string.Join(", ", All.Where(unit => unit.Dimension == dimension).Select(unit => unit.Name))}");

    /// <summary>The unit that a dimension has when none is named: eV, GPa, eV/angstrom, angstrom, angstrom^3, D, deg, s.</summary>
    public static PhysicalUnit Usual(Dimension dimension) => Named(UsualNames[dimension], dimension);

    private static string Told(Dimension dimension) => dimension == Dimension.None ? "a plain number" : $"{dimension.ToString().ToLowerInvariant()}";
}
