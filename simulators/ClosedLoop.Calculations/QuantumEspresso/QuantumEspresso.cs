using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>
/// Plane-wave density-functional calculations with pw.x of Quantum ESPRESSO 6.7 (Giannozzi et al., J. Phys.: Condens. Matter 29, 465901, 2017): energy, gap, forces and stress of one cell, or an
/// equation of state from several volumes.
/// </summary>
public sealed partial class QuantumEspresso : ICalculationCode
{
    /// <summary>The name of the input file.</summary>
    internal const string Input = "pw.in";

    // pw.x stops by itself at this share of its limit, with a checkpoint, and needs some time for that.
    private const double OwnLimit = 0.95;

    private const double UsualThreshold = 1e-6;
    private const int FewestVolumes = 5;

    // Energies that lie off the curve by more than this share of their range belong to no smooth curve: one of them is wrong.
    private const double SmoothCurve = 0.05;

    private static readonly FrozenDictionary<string, Dimension> OfEquationOfState = new Dictionary<string, Dimension>
    {
        ["equilibrium-energy"] = Dimension.Energy,
        ["equilibrium-volume"] = Dimension.Volume,
        ["bulk-modulus"] = Dimension.Pressure,
        ["bulk-modulus-derivative"] = Dimension.None,
    }.ToFrozenDictionary();

    // Raised whenever the same files would be read as another value or another ending.
    private const string ReadingVersion = "pw 1";

    private readonly QuantumEspressoSettings _settings;
    private readonly InputTemplate _template;
    private readonly DeclaredOutputs _outputs;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="TemplateException">They cannot be used; the message says which and why.</exception>
    public QuantumEspresso(QuantumEspressoSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _template = InputTemplate.Parse(settings.TemplateName, settings.Template);
        if (_template.Names.Count > 0 && settings.Constants.Keys.FirstOrDefault(name => !_template.Names.Contains(name)) is { } unused)
        {
            throw new TemplateException($"{settings.TemplateName} has no place for the constant '{unused}'");
        }

        if (settings.Volumes.Count > 0 && (settings.Volumes.Distinct().Count() < FewestVolumes || settings.Volumes.Any(volume => !(volume > 0))))
        {
            throw new TemplateException($"an equation of state needs at least {FewestVolumes} different volumes above zero, such as [0.92, 0.96, 1, 1.04, 1.08]");
        }

        _outputs = new DeclaredOutputs(settings.Outputs, settings.Volumes.Count == 0 ? Quantities : OfEquationOfState);
        Inputs = [.. _template.Names.Where(name => !settings.Constants.ContainsKey(name))];
    }

    /// <summary>What one calculation can tell, and what each measures. Pressure and stress are positive when the cell wants to grow.</summary>
    public static IReadOnlyDictionary<string, Dimension> Quantities { get; } = new Dictionary<string, Dimension>
    {
        ["total-energy"] = Dimension.Energy,
        ["energy-per-atom"] = Dimension.Energy,
        ["fermi-energy"] = Dimension.Energy,
        ["gap"] = Dimension.Energy,
        ["direct-gap"] = Dimension.Energy,
        ["pressure"] = Dimension.Pressure,
        ["stress-xx"] = Dimension.Pressure,
        ["stress-yy"] = Dimension.Pressure,
        ["stress-zz"] = Dimension.Pressure,
        ["stress-xy"] = Dimension.Pressure,
        ["stress-xz"] = Dimension.Pressure,
        ["stress-yz"] = Dimension.Pressure,
        ["largest-force"] = Dimension.Force,
        ["volume"] = Dimension.Volume,
        ["scf-steps"] = Dimension.None,
    }.ToFrozenDictionary();

    /// <inheritdoc/>
    public string Name => "quantum-espresso";

    /// <inheritdoc/>
    public string Reading => $"{ReadingVersion}\n{_outputs.Reading}";

    /// <inheritdoc/>
    public string Package => "quantum-espresso";

    /// <inheritdoc/>
    public IReadOnlyList<string> Programs => [.. _settings.Launcher.Take(1), "pw.x"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _outputs.Names;

    /// <inheritdoc/>
    public CalculationPlan Plan(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = new Dictionary<string, ParameterValue>(inputs, StringComparer.Ordinal);
        foreach (var (name, value) in _settings.Constants)
        {
            values[name] = value;
        }

        try
        {
            var input = Prepared(new PwInput(_settings.TemplateName, _template.Fill(values)));
            return _settings.Volumes.Count == 0
                ? new CalculationPlan([Stage("scf", input)])
                : new CalculationPlan([.. _settings.Volumes.Select((volume, n) => Stage($"volume-{n + 1}", PwLattice.Scaled(input, volume)))]);
        }
        catch (TemplateException error)
        {
            throw new CalculationRefusedException(error.Message);
        }
    }

    /// <inheritdoc/>
    public double? ReadProgress(ICalculationFolder folder, CalculationStage stage)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(stage);
        var accuracies = Accuracy().Matches(folder.Text(PwVerdict.Output) ?? "").Select(match => double.Parse(match.Groups["ry"].Value, CultureInfo.InvariantCulture)).ToArray();
        var threshold = new PwInput(Input, Encoding.UTF8.GetString(stage.Files[Input])).Real("electrons", "conv_thr") ?? UsualThreshold;
        return ConvergenceProgress.Of(accuracies, threshold);
    }

    /// <inheritdoc/>
    public CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(process);
        return PwVerdict.Read(folder, stage, process);
    }

    /// <inheritdoc/>
    public CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(before);
        return PwCorrections.Again(stage, ending, before);
    }

    /// <inheritdoc/>
    public CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return _settings.Volumes.Count == 0 ? _outputs.Conclude(stages.Single().Values) : ConcludeCurve(stages);
    }

    private CalculationEnding ConcludeCurve(IReadOnlyList<CalculationEnding.Finished> stages)
    {
        var (volumes, energies) = (stages.Select(stage => stage.Values["volume"]).ToArray(), stages.Select(stage => stage.Values["total-energy"]).ToArray());
        if (BirchMurnaghan.Fit(volumes, energies) is not { } curve)
        {
            return new CalculationEnding.Implausible("the equation of state has no minimum between the least and the greatest volume");
        }

        return curve.Residual > SmoothCurve * (energies.Max() - energies.Min())
            ? new CalculationEnding.Implausible(string.Create(CultureInfo.InvariantCulture, $"the energies do not lie on an equation of state: they deviate by {curve.Residual:G3} Hartree"))
            : _outputs.Conclude(new Dictionary<string, double>
            {
                ["equilibrium-energy"] = curve.Energy,
                ["equilibrium-volume"] = curve.Volume,
                ["bulk-modulus"] = curve.BulkModulus,
                ["bulk-modulus-derivative"] = curve.Derivative,
            });
    }

    // Everything that decides where files are and when it stops is the instrument's; the physics is the template's.
    private PwInput Prepared(PwInput input)
    {
        var prepared = input.With("control", "prefix", "'x'").With("control", "outdir", "'./out'").With("control", "pseudo_dir", "'./'")
            .With("control", "restart_mode", "'from_scratch'");
        return _settings.TimeLimit is { } limit ? prepared.With("control", "max_seconds", Math.Max(1, Math.Floor(limit.TotalSeconds * OwnLimit))) : prepared;
    }

    private CalculationStage Stage(string name, PwInput input)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Input] = Encoding.UTF8.GetBytes(input.Text) };
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, file) in input.Species())
        {
            var pseudopotential = Pseudopotential.Find(
                file, _settings.PseudopotentialFolders, _settings.PseudopotentialHashes.GetValueOrDefault(file), PwSpecies.ElementOf(label));
            files[file] = pseudopotential.Content;
            sources[file] = pseudopotential.Sha256;
        }

        return new CalculationStage(name, files, [.. _settings.Launcher, "pw.x", "-in", Input])
        {
            StandardOutput = PwVerdict.Output,
            StopFile = "out/x.EXIT",
            Sources = sources,
            Keeps = [PwVerdict.Xml],
            TimeLimit = _settings.TimeLimit,
        };
    }

    [GeneratedRegex(@"estimated scf accuracy\s+<\s+(?<ry>[0-9.Ee+-]+)")]
    private static partial Regex Accuracy();
}
