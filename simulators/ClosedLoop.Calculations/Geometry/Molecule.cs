using System.Globalization;
using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>Atoms in space, in ångström. Atoms are counted from 1 wherever a person or a program sees them, from 0 here.</summary>
internal sealed class Molecule
{
    // Atoms nearer than this share of the sum of their covalent radii overlap: the shortest bond there is, of hydrogen, has 1.19 of it.
    private const double Overlap = 0.5;

    // Atoms nearer than this share of the sum of their covalent radii are bonded.
    private const double Bonded = 1.25;

    public Molecule(IReadOnlyList<string> elements, IReadOnlyList<Vector> positions) => (Elements, Positions) = (elements, positions);

    public IReadOnlyList<string> Elements { get; }

    public IReadOnlyList<Vector> Positions { get; }

    public int Count => Elements.Count;

    /// <summary>Number of protons of all atoms.</summary>
    public int Protons => Elements.Sum(element => Element.AtomicNumber(element)!.Value);

    /// <summary>The molecules of a text in the format xyz, one after the other, with what their second lines say.</summary>
    /// <exception cref="TemplateException">The text is not of that format; the message names the line.</exception>
    public static IReadOnlyList<(string Comment, Molecule Molecule)> Read(string name, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var molecules = new List<(string, Molecule)>();
        for (var at = 0; at < lines.Length;)
        {
            if (lines[at].Trim().Length == 0)
            {
                at++;
                continue;
            }

            if (!int.TryParse(lines[at], NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) || count < 1 || at + 1 + count >= lines.Length)
            {
                throw new TemplateException($"{name}({at + 1}): a number of atoms and so many atoms are expected, with a line of comment between");
            }

            var atoms = Enumerable.Range(at + 2, count).Select(line => Atom(name, line, lines[line])).ToList();
            molecules.Add((lines[at + 1].Trim(), new Molecule([.. atoms.Select(atom => atom.Element)], [.. atoms.Select(atom => atom.Position)])));
            at += count + 2;
        }

        return molecules.Count > 0 ? molecules : throw new TemplateException($"{name}: it holds no atoms");
    }

    /// <summary>The molecule in the format xyz.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count}\n\n");
        foreach (var (element, position) in Elements.Zip(Positions))
        {
            text.Append(CultureInfo.InvariantCulture, $"{element,-2} {position.X,14:F8} {position.Y,14:F8} {position.Z,14:F8}\n");
        }

        return text.ToString();
    }

    /// <summary>For each atom those that it is bonded to.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Bonds() => [.. Enumerable.Range(0, Count).Select(i =>
        (IReadOnlyList<int>)[.. Enumerable.Range(0, Count).Where(j => j != i && Distance(i, j) < Bonded * RadiiOf(i, j))])];

    /// <summary>In words, what makes this no geometry; null when nothing does.</summary>
    public string? WhyNot()
    {
        if (Count > 1 && Positions.All(position => position == Positions[0]))
        {
            return "all atoms are at the same place";
        }

        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!(Distance(i, j) >= Overlap * RadiiOf(i, j)))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"atoms {Name(j)} and {Name(i)} overlap: they are {Distance(i, j):F3} Å apart");
                }
            }
        }

        return null;
    }

    /// <summary>In words, the first bond that one has and the other has not; null when they are bonded alike.</summary>
    /// <param name="later">The same atoms elsewhere.</param>
    public string? ChangedBond(Molecule later)
    {
        var (before, after) = (Bonds(), later.Bonds());
        for (var i = 0; i < Count; i++)
        {
            if (before[i].Except(after[i]).FirstOrDefault(-1) is >= 0 and var lost)
            {
                return $"the bond {Name(i)}–{Name(lost)} is broken";
            }

            if (after[i].Except(before[i]).FirstOrDefault(-1) is >= 0 and var made)
            {
                return $"a bond {Name(i)}–{Name(made)} has formed";
            }
        }

        return null;
    }

    /// <summary>The angle between the planes (i, j, k) and (j, k, l) in degrees, −180 to 180; positive when l is turned clockwise, looking from j to k (IUPAC).</summary>
    public double Dihedral(int i, int j, int k, int l)
    {
        var axis = (Positions[k] - Positions[j]).Unit;
        var (before, after) = (Positions[i] - Positions[j], Positions[l] - Positions[k]);
        var v = before - (before.Dot(axis) * axis);
        var w = after - (after.Dot(axis) * axis);
        return double.RadiansToDegrees(Math.Atan2(axis.Cross(v).Dot(w), v.Dot(w)));
    }

    /// <summary>The molecule with all that hangs on k, seen from j, turned about the bond j–k until the dihedral is as wished.</summary>
    /// <param name="bonds">What is bonded to what. Where several torsions are turned, as it was before the first: atoms that come near each other meanwhile are not bonded.</param>
    /// <param name="i">First atom.</param>
    /// <param name="j">Second atom.</param>
    /// <param name="k">Third atom.</param>
    /// <param name="l">Fourth atom.</param>
    /// <param name="degrees">The wished angle.</param>
    /// <exception cref="CalculationRefusedException">The bond is no bond, or lies in a ring, so that nothing can be turned about it.</exception>
    public Molecule WithDihedral(IReadOnlyList<IReadOnlyList<int>> bonds, int i, int j, int k, int l, double degrees)
    {
        if (!bonds[j].Contains(k))
        {
            throw new CalculationRefusedException($"atoms {Name(j)} and {Name(k)} are not bonded; the two atoms in the middle of a torsion are");
        }

        var turned = BehindBond(bonds, j, k);
        if (turned.Contains(j))
        {
            throw new CalculationRefusedException($"the bond {Name(j)}–{Name(k)} lies in a ring; nothing can be turned about it");
        }

        var axis = (Positions[k] - Positions[j]).Unit;
        var angle = double.DegreesToRadians(degrees - Dihedral(i, j, k, l));
        return new Molecule(Elements, [.. Positions.Select((position, atom) =>
            turned.Contains(atom) ? Positions[k] + (position - Positions[k]).Turned(axis, angle) : position)]);
    }

    /// <summary>An atom's element and number, as in <c>C2</c>.</summary>
    public string Name(int atom) => $"{Elements[atom]}{atom + 1}";

    private static HashSet<int> BehindBond(IReadOnlyList<IReadOnlyList<int>> bonds, int j, int k)
    {
        var behind = new HashSet<int> { k };
        var open = new Stack<int>([k]);
        while (open.TryPop(out var atom))
        {
            foreach (var next in bonds[atom].Where(next => !(atom == k && next == j) && behind.Add(next)))
            {
                open.Push(next);
            }
        }

        return behind;
    }

    private static (string Element, Vector Position) Atom(string name, int line, string text)
    {
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Skip(1).Take(3).Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : double.NaN).ToArray();
        return numbers.Length == 3 && Array.TrueForAll(numbers, double.IsFinite) && Element.AtomicNumber(words[0]) is not null
            ? (words[0], new Vector(numbers[0], numbers[1], numbers[2]))
            : throw new TemplateException($"{name}({line + 1}): expected an element and three coordinates in ångström, found '{text.Trim()}'");
    }

    private double Distance(int i, int j) => (Positions[i] - Positions[j]).Length;

    private double RadiiOf(int i, int j) => Element.Radius(Elements[i]) + Element.Radius(Elements[j]);
}
