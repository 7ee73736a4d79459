using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>What abinit left in its main output and in its file of eigenvalues, in Hartree atomic units.</summary>
internal sealed partial class AbinitResult(string output, string eigenvalues)
{
    // States are counted as full or empty within this.
    private const double Rounding = 1e-6;

    /// <summary>Whether the program says that it came to its end.</summary>
    public bool IsComplete => output.Contains("Calculation completed", StringComparison.Ordinal);

    /// <summary>The cell and its atoms in the end; null when the output does not tell. An atom that is mixed of several elements has the name of the first.</summary>
    public Crystal? Crystal()
    {
        var edges = Rows(Lattice().Match(output).Groups["rows"].Value).Select(row => 1 / PhysicalUnit.Angstrom * row.At).ToArray();
        var atoms = Rows(Reduced().Match(output).Groups["rows"].Value);
        return edges.Length == 3 && atoms.Count > 0 && atoms.All(atom => Element.AtomicNumber(atom.Label) is not null)
            ? new Crystal((edges[0], edges[1], edges[2]), new Molecule(
                [.. atoms.Select(atom => atom.Label)], [.. atoms.Select(atom => (atom.At.X * edges[0]) + (atom.At.Y * edges[1]) + (atom.At.Z * edges[2]))]))
            : null;
    }

    /// <summary>Every quantity that the files tell, as <see cref="Abinit.Quantities"/> calls them; the gap also at each point of reciprocal space that was calculated.</summary>
    public Dictionary<string, double> Quantities()
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string name, Match match, double unit)
        {
            if (double.TryParse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                found[name] = value * unit;
            }
        }

        Add("total-energy", Energy().Matches(output).LastOrDefault(Match.Empty), 1);
        Add("pressure", Pressure().Matches(output).LastOrDefault(Match.Empty), PhysicalUnit.Gigapascal);
        if (Crystal() is { } crystal)
        {
            found["volume"] = crystal.Volume * Math.Pow(PhysicalUnit.Angstrom, 3);
        }

        AddGaps(found);
        return found;
    }

    // Conduction edge at a point above the valence edge of all points. Only where every state is full or empty, and an empty one was calculated.
    private void AddGaps(Dictionary<string, double> found)
    {
        var occupations = Numbers(Occupations().Matches(output).LastOrDefault(Match.Empty).Groups["numbers"].Value);
        var full = occupations.Count(occupation => occupation > Rounding);
        var spectra = Points().Matches(eigenvalues).Select(match => (At: Numbers(match.Groups["at"].Value), Bands: Numbers(match.Groups["bands"].Value))).ToArray();
        if (full == 0 || occupations.Where(occupation => occupation > Rounding).Distinct().Count() > 1 || spectra.Length == 0 || spectra.Any(point => point.Bands.Length <= full))
        {
            return;
        }

        var valence = spectra.Max(point => point.Bands[full - 1]);
        foreach (var (at, bands) in spectra)
        {
            found[DeclaredOutputs.Key("gap", at)] = bands[full] - valence;
        }

        found["gap"] = spectra.Min(point => point.Bands[full]) - valence;
        found["direct-gap"] = spectra.Min(point => point.Bands[full] - point.Bands[full - 1]);
    }

    private static List<(Vector At, string Label)> Rows(string rows) => [.. Row().Matches(rows).Select(match => (
        new Vector(Number(match.Groups["x"]), Number(match.Groups["y"]), Number(match.Groups["z"])), match.Groups["label"].Value))];

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static double[] Numbers(string text) => [.. text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^\s+etotal\s+(?<value>[-+\d.Ee]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Energy();

    [GeneratedRegex(@"\[Pressure=\s*(?<value>\S+) GPa\]")]
    private static partial Regex Pressure();

    [GeneratedRegex(@"\socc\s+(?<numbers>(\d+\.\d+\s+)+)")]
    private static partial Regex Occupations();

    [GeneratedRegex(@"lattice_vectors:\s*\n(?<rows>(- \[[^\n]*\n){3})")]
    private static partial Regex Lattice();

    [GeneratedRegex(@"\nxred\s*:\s*\n(?<rows>(- \[[^\n]*\n)+)")]
    private static partial Regex Reduced();

    [GeneratedRegex(@"- \[\s*(?<x>[-+\d.Ee]+),\s*(?<y>[-+\d.Ee]+),\s*(?<z>[-+\d.Ee]+),\s*(?<label>[A-Z][a-z]?)?\s*\]")]
    private static partial Regex Row();

    [GeneratedRegex(@"kpt=(?<at>(\s+[-\d.]+){3})[^\n]*\n(?<bands>(\s+[-+]?\d+\.\d+([Ee][-+]?\d+)?)+)")]
    private static partial Regex Points();
}
