using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>Atoms in a cell that repeats itself, in ångström.</summary>
/// <param name="Cell">The three edges.</param>
/// <param name="Atoms">One cell's atoms.</param>
internal sealed record Crystal((Vector A, Vector B, Vector C) Cell, Molecule Atoms)
{
    // Atoms nearer than this share of the sum of their covalent radii overlap; solids at hundreds of gigapascals keep above 0.7 of it.
    private const double Overlap = 0.5;

    /// <summary>Volume of the cell in cubic ångström.</summary>
    public double Volume => Math.Abs(Cell.A.Dot(Cell.B.Cross(Cell.C)));

    /// <summary>In words, what makes this no crystal; null when nothing does. Looks at the cells around, which is enough for cells that are not very oblique.</summary>
    public string? WhyNot()
    {
        if (!(Volume > 0.1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"the cell has a volume of {Volume:G3} Å³");
        }

        for (var i = 0; i < Atoms.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                if (Nearest(i, j) is var distance && !(distance >= Overlap * (Element.Radius(Atoms.Elements[i]) + Element.Radius(Atoms.Elements[j]))))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"atoms {Atoms.Name(j)} and {Atoms.Name(i)} overlap: they are {distance:F3} Å apart");
                }
            }
        }

        return null;
    }

    private double Nearest(int i, int j)
    {
        var least = double.PositiveInfinity;
        for (var a = -1; a <= 1; a++)
        {
            for (var b = -1; b <= 1; b++)
            {
                for (var c = -1; c <= 1; c++)
                {
                    if (i != j || (a, b, c) != (0, 0, 0))
                    {
                        var apart = Atoms.Positions[i] - Atoms.Positions[j] + (a * Cell.A) + (b * Cell.B) + (c * Cell.C);
                        least = Math.Min(least, apart.Length);
                    }
                }
            }
        }

        return least;
    }
}
