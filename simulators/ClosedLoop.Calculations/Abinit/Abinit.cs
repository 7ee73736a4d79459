using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>
/// Plane-wave density-functional calculations with abinit 9.6 (Gonze et al., Comput. Phys. Commun. 248, 107042, 2020), also of alloys as virtual crystals, whose pseudopotentials abinit mixes by the
/// variable <c>mixalch</c>.
/// </summary>
public sealed partial class Abinit : ICalculationCode
{
    private const string Input = "x.abi";
    // At 1 it looks so seldom that a short run ends before.
    private const int LookForStopFileOften = 2;

    private const int UsualSteps = 30;
    private const int ManySteps = 120;
    private const double UsualThreshold = 1e-6;

    // Raised whenever the same files would be read as another value or another ending.
    private const string ReadingVersion = "abinit 2";

    private readonly AbinitSettings _settings;
    private readonly InputTemplate _template;
    private readonly DeclaredOutputs _outputs;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="TemplateException">They cannot be used; the message says which and why.</exception>
    public Abinit(AbinitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _template = InputTemplate.Parse(settings.TemplateName, settings.Template);
        _outputs = new DeclaredOutputs(settings.Outputs, Quantities);
        Inputs = [.. _template.Names.Where(name => !settings.Constants.ContainsKey(name))];
        if (settings.Constants.Keys.FirstOrDefault(name => !_template.Names.Contains(name)) is { } unused)
        {
            throw new TemplateException($"{settings.TemplateName} has no place for the constant '{unused}'");
        }
    }

    /// <summary>
    /// What a calculation can tell, and what each measures. A gap at a point of reciprocal space lies between the lowest empty state there and the highest full one anywhere. Pressure is positive when
    /// the cell wants to grow.
    /// </summary>
    public static IReadOnlyDictionary<string, Dimension> Quantities { get; } = new Dictionary<string, Dimension>
    {
        ["total-energy"] = Dimension.Energy,
        ["gap"] = Dimension.Energy,
        ["direct-gap"] = Dimension.Energy,
        ["pressure"] = Dimension.Pressure,
        ["volume"] = Dimension.Volume,
    }.ToFrozenDictionary();

    /// <inheritdoc/>
    public string Name => "abinit";

    /// <inheritdoc/>
    public string Package => "abinit";

    /// <inheritdoc/>
    public IReadOnlyList<string> Programs => [.. _settings.Launcher.Take(1), "abinit"];

    /// <inheritdoc/>
    public IReadOnlyList<string>? VersionCommand => ["abinit", "--version"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _outputs.Names;

    /// <inheritdoc/>
    public string Reading => $"{ReadingVersion}\n{_outputs.Reading}";

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
            var input = new AbinitInput(_settings.TemplateName, _template.Fill(values)).WithQuoted("pp_dirpath", ".").With("chkexit", LookForStopFileOften);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Input] = Encoding.UTF8.GetBytes(input.Text) };
            var sources = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (file, protons) in input.Pseudopotentials())
            {
                var found = Pseudopotential.Find(file, _settings.PseudopotentialFolders, _settings.PseudopotentialHashes.GetValueOrDefault(file), Element.Symbol(protons));
                files[file] = found.Content;
                sources[file] = found.Sha256;
            }

            return new CalculationPlan([new CalculationStage("scf", files, [.. _settings.Launcher, "abinit", Input])
            {
                StandardOutput = AbinitVerdict.Log,
                StopFile = "abinit.exit",
                Sources = sources,
                Keeps = [AbinitVerdict.Output, AbinitVerdict.Eigenvalues],
                TimeLimit = _settings.TimeLimit,
            }]);
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
        var threshold = InputOf(stage).Numbers("toldfe") is [var asked] ? asked : UsualThreshold;
        var changes = Changes().Matches(folder.Text(AbinitVerdict.Log) ?? "").Skip(1).Select(match => Math.Abs(double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        return ConvergenceProgress.Of([.. changes], threshold);
    }

    /// <inheritdoc/>
    public CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(process);
        return AbinitVerdict.Read(folder, stage, process);
    }

    /// <inheritdoc/>
    public CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (ending is not CalculationEnding.Unconverged || stage.Corrections.Count > 0)
        {
            return null;
        }

        var input = InputOf(stage);
        var steps = input.Numbers("nstep") is [var asked] ? (int)asked : UsualSteps;
        var more = Math.Max(ManySteps, 2 * steps);
        return stage with
        {
            Files = new Dictionary<string, byte[]>(stage.Files, StringComparer.Ordinal) { [Input] = Encoding.UTF8.GetBytes(input.With("nstep", more).Text) },
            Corrections = [new NumericalCorrection("scf-not-converged", $"nstep {steps} → {more}")],
        };
    }

    /// <inheritdoc/>
    public CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return _outputs.Conclude(stages.Single().Values);
    }

    private static AbinitInput InputOf(CalculationStage stage) => new(Input, Encoding.UTF8.GetString(stage.Files[Input]));

    [GeneratedRegex(@"^\s*ETOT\s+\d+\s+\S+\s+(?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex Changes();
}
