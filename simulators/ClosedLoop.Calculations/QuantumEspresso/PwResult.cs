using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ClosedLoop.Calculations;

/// <summary>What pw.x left in its XML file, in Hartree atomic units.</summary>
internal sealed class PwResult
{
    // Occupied levels may lie this far above the one that is called the highest, by rounding.
    private const double Rounding = 1e-6;

    private static readonly string[] Edges = ["a1", "a2", "a3"];

    private readonly XElement _root;
    private readonly XElement _output;

    private PwResult(XElement root, XElement output) => (_root, _output) = (root, output);

    /// <summary>Whether the self-consistent field says that it converged; null when it says nothing, as after calculations of bands.</summary>
    public bool? IsConverged => Flag(_output, "convergence_info/scf_conv/convergence_achieved");

    /// <summary>Whether the geometry says that it converged; null where none was sought.</summary>
    public bool? IsRelaxed => Flag(_output, "convergence_info/opt_conv/convergence_achieved");

    /// <summary>The estimated error of the energy.</summary>
    public double? Error => Number(_output, "convergence_info/scf_conv/scf_error");

    /// <summary>The error that was asked for.</summary>
    public double? Threshold => Number(_root, "input/electron_control/conv_thr");

    /// <summary>Total energy.</summary>
    public double? Energy => Number(_output, "total_energy/etot");

    /// <summary>The folder that pseudopotentials were really read from.</summary>
    public string? PseudopotentialFolder => _output.Element("atomic_species")?.Attribute("pseudo_dir")?.Value;

    /// <summary>Reads the file; null when it is absent, empty, cut, or holds no output.</summary>
    public static PwResult? Read(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) || XDocument.Parse(text).Root is not { } root || root.Element("output") is not { } output ? null : new PwResult(root, output);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The cell and its atoms, where they are in the end; null when the file does not tell.</summary>
    public Crystal? Crystal()
    {
        var structure = _output.Element("atomic_structure");
        Vector[] edges = [.. Edges.Select(edge => Triple(structure?.Element("cell")?.Element(edge)?.Value)).OfType<Vector>()];
        var atoms = structure?.Element("atomic_positions")?.Elements("atom").Select(atom => (Label: (string?)atom.Attribute("name"), At: Triple(atom.Value))).ToArray();
        return edges.Length == 3 && atoms is not null && Array.TrueForAll(atoms, atom => atom.At is not null)
            ? new Crystal((edges[0], edges[1], edges[2]), new Molecule([.. atoms.Select(atom => PwSpecies.ElementOf(atom.Label ?? ""))], [.. atoms.Select(atom => atom.At!.Value)]))
            : null;
    }

    /// <summary>Every quantity that the file tells, as <see cref="QuantumEspresso.Quantities"/> calls them.</summary>
    public Dictionary<string, double> Quantities()
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string name, double? value)
        {
            if (value is { } number)
            {
                found[name] = number;
            }
        }

        var crystal = Crystal();
        Add("total-energy", Energy);
        Add("energy-per-atom", crystal is null ? null : Energy / crystal.Atoms.Count);
        Add("volume", crystal?.Volume * Math.Pow(PhysicalUnit.Angstrom, 3));
        Add("fermi-energy", Number(_output, "band_structure/fermi_energy"));
        Add("scf-steps", Number(_output, "convergence_info/scf_conv/n_scf_steps"));
        var stress = Numbers(_output.Element("stress")?.Value);
        if (stress.Length == 9)
        {
            Add("pressure", (stress[0] + stress[4] + stress[8]) / 3);
            foreach (var (axes, at) in ((string, int)[])[("xx", 0), ("yy", 4), ("zz", 8), ("xy", 1), ("xz", 2), ("yz", 5)])
            {
                Add($"stress-{axes}", stress[at]);
            }
        }

        if (_output.Element("forces") is { } element)
        {
            Add("largest-force", Numbers(element.Value).Chunk(3).Select(force => new Vector(force[0], force[1], force[2]).Length).Max());
        }

        var (gap, direct) = Gaps();
        Add("gap", gap);
        Add("direct-gap", direct);
        return found;
    }

    // Zero for a metal, where a band crosses the Fermi level; null when no empty band was calculated, so that nobody can say.
    private (double? Gap, double? Direct) Gaps()
    {
        if ((Number(_output, "band_structure/highestOccupiedLevel") ?? Number(_output, "band_structure/fermi_energy")) is not { } level)
        {
            return (null, null);
        }

        var spectra = _output.Element("band_structure")!.Elements("ks_energies").Select(k => Numbers(k.Element("eigenvalues")?.Value)).Where(bands => bands.Length > 0).ToArray();
        if (spectra.Length == 0)
        {
            return (null, null);
        }

        var edges = spectra.Select(bands => (Below: bands.Where(e => e <= level + Rounding).DefaultIfEmpty(double.NaN).Max(), Above: bands.Where(e => e > level + Rounding).DefaultIfEmpty(double.NaN).Min()))
            .ToArray();
        if (edges.Any(k => double.IsNaN(k.Below) || double.IsNaN(k.Above)))
        {
            return (null, null);
        }

        var isMetal = Enumerable.Range(0, spectra.Min(bands => bands.Length)).Any(band =>
            spectra.Any(bands => bands[band] <= level + Rounding) && spectra.Any(bands => bands[band] > level + Rounding));
        return isMetal ? (0, 0) : (edges.Min(k => k.Above) - edges.Max(k => k.Below), edges.Min(k => k.Above - k.Below));
    }

    private static bool? Flag(XElement from, string path) => Text(from, path) is { } text ? text == "true" : null;

    private static double? Number(XElement from, string path) =>
        double.TryParse(Text(from, path), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static string? Text(XElement from, string path) => path.Split('/').Aggregate<string, XElement?>(from, (element, name) => element?.Element(name))?.Value.Trim();

    private static double[] Numbers(string? text) => [.. (text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    private static Vector? Triple(string? bohr) => Numbers(bohr) is [var x, var y, var z] ? 1 / PhysicalUnit.Angstrom * new Vector(x, y, z) : null;
}
