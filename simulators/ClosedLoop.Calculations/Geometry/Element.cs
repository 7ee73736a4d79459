namespace ClosedLoop.Calculations;

/// <summary>Chemical elements by symbol. Covalent radii: Cordero et al., Dalton Trans. 2008, 2832 (carbon sp3, low spin where there are two).</summary>
internal static class Element
{
    private static readonly string[] Symbols =
        ("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe "
        + "Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn").Split(' ');

    // In picometres, in the order of the symbols.
    private static readonly int[] Radii =
    [
        31, 28, 128, 96, 84, 76, 71, 66, 57, 58, 166, 141, 121, 111, 107, 105, 102, 106, 203, 176, 170, 160, 153, 139, 139, 132, 126, 124, 132, 122, 122, 120, 119, 120, 120, 116,
        220, 195, 190, 175, 164, 154, 147, 146, 142, 139, 145, 144, 142, 139, 139, 138, 139, 140, 244, 215, 207, 204, 203, 201, 199, 198, 198, 196, 194, 192, 192, 189, 190, 187,
        187, 175, 170, 162, 151, 144, 141, 136, 136, 132, 145, 146, 148, 140, 150, 150,
    ];

    /// <summary>Number of protons; null for what is no element up to radon.</summary>
    public static int? AtomicNumber(string symbol) => Array.IndexOf(Symbols, symbol) is >= 0 and var at ? at + 1 : null;

    /// <summary>Covalent radius in ångström.</summary>
    public static double Radius(string symbol) => Radii[Array.IndexOf(Symbols, symbol)] / 100.0;

    /// <summary>The symbol of a number of protons, 1 to 86.</summary>
    public static string Symbol(int atomicNumber) => Symbols[atomicNumber - 1];
}
