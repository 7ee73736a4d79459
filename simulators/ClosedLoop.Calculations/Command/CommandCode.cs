using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>Any program as a code: what it is given, how its answer is read and what counts as success are declared.</summary>
public sealed partial class CommandCode : ICalculationCode
{
    private const int MessageLines = 3;
    private const int OutOfMemoryOrKilled = 9;

    // Raised whenever the same declarations would read another value or another ending.
    private const string ReadingVersion = "command 1";

    private readonly CommandSettings _settings;

    /// <summary>A program.</summary>
    /// <exception cref="TemplateException">Templates and inputs do not fit together: every mistake, each on a line of its own.</exception>
    public CommandCode(CommandSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        var mistakes = Mistakes().ToList();
        if (mistakes.Count > 0)
        {
            throw new TemplateException(string.Join('\n', mistakes));
        }

        Inputs = [.. settings.Inputs.Keys];
        Outputs = [.. settings.Outputs.Keys];
    }

    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public string Package => _settings.Package;

    /// <inheritdoc/>
    public IReadOnlyList<string> Programs => [_settings.Command[0].Fill(new Dictionary<string, ParameterValue>())];

    /// <inheritdoc/>
    public IReadOnlyList<string>? VersionCommand => _settings.VersionCommand;

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public string Reading => string.Join(
        '\n',
        [
            ReadingVersion,
            $"exit {string.Join(',', _settings.ExitCodes)}",
            .. _settings.Requires.Select(sign => $"require {sign.File}: {sign.Pattern}"),
            .. _settings.Forbids.Select(sign => $"forbid {sign.File}: {sign.Pattern}"),
            .. _settings.Unconverged.Select(sign => $"unconverged {sign.File}: {sign.Pattern}"),
            .. _settings.Infrastructure.Select(sign => $"infrastructure {sign.File}: {sign.Pattern}"),
            .. _settings.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).Select(output =>
                string.Create(CultureInfo.InvariantCulture, $"{output.Key} = {output.Value.Factor:R} * {output.Value.File}: {output.Value.Way}")),
        ]);

    /// <inheritdoc/>
    public CalculationPlan Plan(IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var (name, kind) in _settings.Inputs)
        {
            if (inputs.TryGetValue(name, out var value) && WhyNot(name, kind, value) is { } why)
            {
                throw new CalculationRefusedException(why);
            }
        }

        var files = _settings.Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        foreach (var (name, template) in _settings.Templates)
        {
            files[name] = Encoding.UTF8.GetBytes(template.Fill(inputs));
        }

        return new CalculationPlan(
        [
            new CalculationStage("run", files, [.. _settings.Command.Select(part => part.Fill(inputs))])
            {
                StandardInput = _settings.StandardInput,
                StandardOutput = _settings.StandardOutput,
                StandardError = _settings.StandardError,
                Environment = _settings.Environment,
                StopFile = _settings.StopFile,
                Keeps = _settings.Keeps,
                Continuation = _settings.Checkpoint is { } checkpoint
                    ? new StageContinuation(checkpoint.Files, [.. (checkpoint.Command ?? _settings.Command).Select(part => part.Fill(inputs))])
                    : null,
            },
        ]);
    }

    /// <inheritdoc/>
    public double? ReadProgress(ICalculationFolder folder, CalculationStage stage)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (_settings.Progress is not { } progress || folder.Text(progress.File) is not { } text || LastMatch(progress.Pattern, text) is not { } last)
        {
            return null;
        }

        var of = last.Groups.Count > 2 && TryNumber(last.Groups[2].Value, out var whole) ? whole : progress.Of;
        return TryNumber(last.Groups[1].Value, out var done) && of > 0 ? Math.Clamp(done / of, 0, 1) : null;
    }

    /// <inheritdoc/>
    public CalculationEnding Read(ICalculationFolder folder, CalculationStage stage, ProcessEnding process)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(process);
        if (process.StopRequested || process.IsLost)
        {
            var restartable = _settings.Checkpoint is { } checkpoint && checkpoint.Files.All(name => folder.Exists(name) || Directory.Exists(Path.Combine(folder.Path, name)));
            return process.IsLost && !process.StopRequested && !restartable
                ? new CalculationEnding.Infrastructure(process.Note ?? "it is lost")
                : new CalculationEnding.Stopped(process.Note ?? (process.TimedOut ? "its time limit passed" : "it was stopped"), restartable);
        }

        try
        {
            return Broken(folder, process) ?? Unconverged(folder) ?? Unsuccessful(folder, process) ?? ReadValues(folder);
        }
        catch (RegexMatchTimeoutException error)
        {
            return new CalculationEnding.Failed("reading", $"the pattern {error.Pattern} takes too long on this output");
        }
    }

    /// <inheritdoc/>
    public CalculationStage? Again(CalculationStage stage, CalculationEnding ending, IReadOnlyList<CalculationEnding> before)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return ending is CalculationEnding.Stopped { Restartable: true } && stage.Continuation is { } continuation
            ? stage with { Carries = continuation.Files, Command = continuation.Command }
            : null;
    }

    /// <inheritdoc/>
    public CalculationEnding Conclude(IReadOnlyList<CalculationEnding.Finished> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return stages.Single();
    }

    private static Match? LastMatch(Regex pattern, string text)
    {
        try
        {
            return pattern.Matches(text).LastOrDefault();
        }
        catch (RegexMatchTimeoutException)
        {
            // Progress is a courtesy: one that takes too long to find is none.
            return null;
        }
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private CalculationEnding.Infrastructure? Broken(ICalculationFolder folder, ProcessEnding process)
    {
        if (_settings.Infrastructure.Select(sign => sign.Find(folder)).FirstOrDefault(line => line is not null) is { } told)
        {
            return new CalculationEnding.Infrastructure(told);
        }

        string[] everywhere = [_settings.StandardOutput, _settings.StandardError];
        return everywhere.Select(file => new TextSign(file, DiskFull()).Find(folder)).FirstOrDefault(line => line is not null) is { } full
            ? new CalculationEnding.Infrastructure(full)
            : process.Signal == OutOfMemoryOrKilled ? new CalculationEnding.Infrastructure("it was killed from outside; was the memory used up?")
            : null;
    }

    private CalculationEnding.Unconverged? Unconverged(ICalculationFolder folder) =>
        _settings.Unconverged.Select(sign => sign.Find(folder)).FirstOrDefault(line => line is not null) is { } line ? new CalculationEnding.Unconverged(line) : null;

    private CalculationEnding.Failed? Unsuccessful(ICalculationFolder folder, ProcessEnding process)
    {
        if (_settings.Forbids.Select(sign => sign.Find(folder)).FirstOrDefault(line => line is not null) is { } forbidden)
        {
            return new CalculationEnding.Failed("told", forbidden);
        }

        if (process.ExitCode is not { } code || !_settings.ExitCodes.Contains(code))
        {
            var last = string.Join(" / ", (folder.Text(_settings.StandardError) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(MessageLines));
            return new CalculationEnding.Failed("exit", string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}{(last.Length == 0 ? "" : ": " + last)}"));
        }

        return _settings.Requires.FirstOrDefault(sign => sign.Find(folder) is null) is { } missing
            ? new CalculationEnding.Failed("incomplete", $"{missing.File} has no match of {missing.Pattern}")
            : null;
    }

    private CalculationEnding ReadValues(ICalculationFolder folder)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, reader) in _settings.Outputs)
        {
            if (reader.Read(folder, out var problem) is not { } value)
            {
                return new CalculationEnding.Failed("no-output", $"{name}: {problem}");
            }

            if (!double.IsFinite(value))
            {
                return new CalculationEnding.Implausible($"{name} is {value.ToString(CultureInfo.InvariantCulture)}");
            }

            values[name] = value;
        }

        return new CalculationEnding.Finished(values);
    }

    [GeneratedRegex("No space left on device|Disk quota exceeded", RegexOptions.IgnoreCase)]
    private static partial Regex DiskFull();
}
