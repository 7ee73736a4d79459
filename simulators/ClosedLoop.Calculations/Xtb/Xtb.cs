using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>
/// Semi-empirical calculations of molecules with xtb 6.5.1: at a geometry or optimized, in a solvent, with torsions turned to chosen angles and groups put in chosen places.
/// </summary>
public sealed partial class Xtb : ICalculationCode
{
    private const string Constraints = "constraints.inp";
    private const int ManySteps = 1000;

    private static readonly string[] Levels = ["crude", "sloppy", "loose", "normal", "tight", "verytight", "extreme"];

    // Raised whenever the same files would be read as another value or another ending.
    private const string ReadingVersion = "xtb 1";

    private readonly XtbSettings _settings;
    private readonly Molecule _molecule;
    private readonly Dictionary<string, Molecule> _groups;
    private readonly InputTemplate _solvent;
    private readonly (int[] Atoms, Formula Angle)[] _torsions;
    private readonly DeclaredOutputs _outputs;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="TemplateException">They cannot be used; the message says which and why.</exception>
    public Xtb(XtbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _molecule = Molecule.Read(settings.GeometryName, settings.Geometry)[0].Molecule;
        _groups = settings.Groups is null ? [] : Molecule.Read("groups", settings.Groups).ToDictionary(group => group.Comment, group => group.Molecule, StringComparer.Ordinal);
        _solvent = InputTemplate.Parse("solvent", settings.Solvent);
        _torsions = [.. settings.Torsions.Select(Torsion)];
        _outputs = new DeclaredOutputs(settings.Outputs, settings.Method == XtbMethod.GfnFF ? OfForceField : Quantities);
        Inputs = [.. settings.Substituents.Select(place => place.Input).Concat(_torsions.SelectMany(torsion => torsion.Angle.Names)).Concat(_solvent.Names)
            .Distinct(StringComparer.Ordinal).Where(name => !settings.Constants.ContainsKey(name))];
        if (settings.Optimization is { } level && !Levels.Contains(level))
        {
            throw new TemplateException($"'{level}' is no level of optimization; use {string.Join(", ", Levels)}");
        }

        if (_molecule.WhyNot() is { } wrong)
        {
            throw new TemplateException($"{settings.GeometryName}: {wrong}");
        }

        if (settings.Substituents.FirstOrDefault(place => place.Atom < 1 || place.Atom > _molecule.Count) is { } nowhere)
        {
            throw new TemplateException($"{settings.GeometryName} has {_molecule.Count} atoms; '{nowhere.Input}' replaces atom {nowhere.Atom}");
        }
    }

    /// <summary>What a calculation can tell, and what each measures; the force field tells the energy alone.</summary>
    public static IReadOnlyDictionary<string, Dimension> Quantities { get; } =
        new Dictionary<string, Dimension> { ["total-energy"] = Dimension.Energy, ["gap"] = Dimension.Energy, ["dipole"] = Dimension.Dipole }.ToFrozenDictionary();

    /// <inheritdoc/>
    public string Name => "xtb";

    /// <inheritdoc/>
    public string Package => "xtb";

    /// <inheritdoc/>
    public IReadOnlyList<string> Programs => ["xtb"];

    /// <inheritdoc/>
    public IReadOnlyList<string>? VersionCommand => ["xtb", "--version"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _outputs.Names;

    /// <inheritdoc/>
    public string Reading => $"{ReadingVersion}\n{_outputs.Reading}";

    private static FrozenDictionary<string, Dimension> OfForceField { get; } = new Dictionary<string, Dimension> { ["total-energy"] = Dimension.Energy }.ToFrozenDictionary();

    /// <inheritdoc/>
    public CalculationPlan Plan(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = new Dictionary<string, ParameterValue>(inputs, StringComparer.Ordinal);
        foreach (var (name, value) in _settings.Constants)
        {
            values[name] = value;
        }

        var reference = Substituted(values);
        var held = _torsions.Select(torsion => (torsion.Atoms, Angle: Angle(torsion.Angle, values))).ToArray();
        var bonds = reference.Bonds();
        var start = held.Aggregate(reference, (molecule, torsion) =>
            molecule.WithDihedral(bonds, torsion.Atoms[0], torsion.Atoms[1], torsion.Atoms[2], torsion.Atoms[3], torsion.Angle));
        Check(reference, start);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [XtbVerdict.Geometry] = Encoding.UTF8.GetBytes(start.Write()),
            [XtbVerdict.Reference] = Encoding.UTF8.GetBytes(reference.Write()),
        };
        var isHeld = held.Length > 0 && _settings.Optimization is not null;
        if (isHeld)
        {
            files[Constraints] = Encoding.UTF8.GetBytes(Written(held));
        }

        return new CalculationPlan([new CalculationStage("xtb", files, Command(_solvent.Fill(values), isHeld))
        {
            StandardOutput = XtbVerdict.Output,
            Keeps = [XtbVerdict.Json, XtbVerdict.Optimized],
            TimeLimit = _settings.TimeLimit,
        }]);
    }

    /// <inheritdoc/>
    public double? ReadProgress(ICalculationFolder folder, CalculationStage stage)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var output = folder.Text(XtbVerdict.Output) ?? "";
        return Threshold().Match(output) is { Success: true } threshold
            ? ConvergenceProgress.Of([.. Gradient().Matches(output).Select(Number)], Number(threshold))
            : null;
    }

    /// <inheritdoc/>
    public CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(process);
        var written = stage.Files.TryGetValue(Constraints, out var constraints) ? Encoding.UTF8.GetString(constraints) : "";
        return XtbVerdict.Read(folder, stage, process, [.. Held().Matches(written).Select(match =>
            (match.Groups["atoms"].Value.Split(',').Select(atom => int.Parse(atom, CultureInfo.InvariantCulture) - 1).ToArray(), Number(match)))]);
    }

    /// <inheritdoc/>
    public CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return ending switch
        {
            CalculationEnding.Unconverged { Message: XtbVerdict.GeometryUnconverged } => Longer(stage, "geometry-not-converged", "--cycles"),
            CalculationEnding.Unconverged { Message: XtbVerdict.FieldUnconverged } => Longer(stage, "scf-not-converged", "--iterations"),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return _outputs.Conclude(stages.Single().Values);
    }

    private static CalculationStage? Longer(CalculationStage stage, string kind, string option)
    {
        if (stage.Corrections.Any(made => made.Class == kind))
        {
            return null;
        }

        var command = stage.Command.ToList();
        if (command.IndexOf(option) is >= 0 and var at)
        {
            command.RemoveRange(at, 2);
        }

        return stage with
        {
            Command = [.. command, option, ManySteps.ToString(CultureInfo.InvariantCulture)],
            Corrections = [.. stage.Corrections, new NumericalCorrection(kind, $"{option} {ManySteps}")],
        };
    }

    private static double Angle(Formula formula, Dictionary<string, ParameterValue> values)
    {
        var angle = formula.Evaluate(name => new Dual(
            !values.TryGetValue(name, out var value) ? throw new CalculationRefusedException($"'{name}' is missing; a torsion needs it")
            : value.IsNumber ? value.Number : throw new CalculationRefusedException($"{name} is '{value}', and a torsion takes an angle in degrees"),
            0)).Value;
        return double.IsFinite(angle) ? angle : throw new CalculationRefusedException($"the torsion's angle {angle} is no number");
    }

    private static double Number(Match match) => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);

    private (int[] Atoms, Formula Angle) Torsion(XtbTorsion torsion)
    {
        if (torsion.Atoms.Count != 4 || torsion.Atoms.Distinct().Count() != 4 || torsion.Atoms.Any(atom => atom < 1 || atom > _molecule.Count))
        {
            throw new TemplateException($"a torsion needs four different atoms of {_settings.GeometryName}, counted from 1 to {_molecule.Count}; found [{string.Join(", ", torsion.Atoms)}]");
        }

        try
        {
            return ([.. torsion.Atoms.Select(atom => atom - 1)], Formula.Parse(torsion.Angle));
        }
        catch (FormulaException error)
        {
            throw new TemplateException($"the torsion's angle '{torsion.Angle}', character {error.Position}: {error.Message}");
        }
    }

    private Molecule Substituted(Dictionary<string, ParameterValue> values) => _settings.Substituents.Aggregate(_molecule, (molecule, place) =>
        !values.TryGetValue(place.Input, out var value) ? throw new CalculationRefusedException($"'{place.Input}' is missing; it names a group")
        : _groups.TryGetValue(value.ToString(), out var group) ? Substitution.Put(molecule, place.Atom - 1, group)
        : throw new CalculationRefusedException($"{place.Input} is '{value}', and no group has that name; there are {string.Join(", ", _groups.Keys)}"));

    private void Check(Molecule reference, Molecule start)
    {
        if ((reference.WhyNot() ?? start.WhyNot()) is { } wrong)
        {
            throw new CalculationRefusedException($"{_settings.GeometryName}: {wrong}");
        }

        if (_settings.Optimization is null && reference.ChangedBond(start) is { } changed)
        {
            throw new CalculationRefusedException($"{_settings.GeometryName} with these torsions: {changed}, and nothing is optimized");
        }

        var electrons = start.Protons - _settings.Charge;
        if (electrons < 1 || electrons < _settings.Unpaired || (electrons - _settings.Unpaired) % 2 != 0)
        {
            throw new CalculationRefusedException($"a molecule of charge {_settings.Charge} has {electrons} electrons here, of which {_settings.Unpaired} cannot be unpaired");
        }
    }

    private string[] Command(string solvent, bool isHeld)
    {
        string Told(int number) => number.ToString(CultureInfo.InvariantCulture);
        return
        [
            "xtb", XtbVerdict.Geometry,
            .. _settings.Method switch { XtbMethod.Gfn2 => (string[])["--gfn", "2", "--json"], XtbMethod.Gfn1 => ["--gfn", "1", "--json"], _ => ["--gfnff"] },
            .. _settings.Optimization is { } level ? (string[])["--opt", level] : [],
            .. solvent == XtbSettings.Gas ? [] : (string[])["--alpb", solvent],
            .. _settings.Charge == 0 ? [] : (string[])["--chrg", Told(_settings.Charge)],
            .. _settings.Unpaired == 0 ? [] : (string[])["--uhf", Told(_settings.Unpaired)],
            .. isHeld ? (string[])["--input", Constraints] : [],
            .. _settings.MostCycles is { } cycles ? (string[])["--cycles", Told(cycles)] : [],
            .. _settings.MostIterations is { } iterations ? (string[])["--iterations", Told(iterations)] : [],
        ];
    }

    private string Written(IEnumerable<(int[] Atoms, double Angle)> held) => string.Create(CultureInfo.InvariantCulture, $"$constrain\n force constant={_settings.ForceConstant:R}\n")
        + string.Concat(held.Select(torsion => string.Create(CultureInfo.InvariantCulture, $" dihedral: {string.Join(',', torsion.Atoms.Select(atom => atom + 1))},{torsion.Angle:R}\n"))) + "$end\n";

    [GeneratedRegex(@"dihedral: (?<atoms>[\d,]+),(?<value>-?[\d.Ee+-]+)\n")]
    private static partial Regex Held();

    [GeneratedRegex(@"grad\. convergence\s+(?<value>\S+)")]
    private static partial Regex Threshold();

    [GeneratedRegex(@"gradient norm :\s+(?<value>\S+)")]
    private static partial Regex Gradient();
}
