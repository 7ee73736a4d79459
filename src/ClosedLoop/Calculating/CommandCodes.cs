using ClosedLoop.Calculations;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop;

/// <summary>Makes codes of type <c>command</c> from what a lab file says.</summary>
/// <param name="lab">The lab file's path, for messages.</param>
/// <param name="folder">Finds the files that it names.</param>
internal sealed class CommandCodes(string lab, DataFolder folder)
{
    /// <summary>The code.</summary>
    /// <exception cref="TemplateException">Files are missing or do not fit: every mistake on a line of its own, with file and line.</exception>
    public CommandCode Make(CommandCodeFile file)
    {
        var missing = file.Templates.Concat(file.Files).Where(named => Path(named) is null).Select(named => $"{lab}({named.Line}): {named.Name}: '{named.Path}' was not found").ToList();
        if (missing.Count > 0)
        {
            throw new TemplateException(string.Join('\n', missing));
        }

        var output = file.StandardOutput ?? "stdout.txt";
        try
        {
            return new CommandCode(new CommandSettings
            {
                Inputs = file.Inputs.ToDictionary(input => input.Key, input => KindOf(input.Value)),
                Command = Parts(file.Command, file.CommandLine),
                Templates = file.Templates.ToDictionary(named => named.Name, named => InputTemplate.Parse(named.Path, File.ReadAllText(Path(named)!))),
                Files = file.Files.ToDictionary(named => named.Name, named => File.ReadAllBytes(Path(named)!)),
                StandardInput = file.StandardInput,
                StandardOutput = output,
                StandardError = file.StandardError ?? "stderr.txt",
                Environment = file.Environment,
                Package = file.Package ?? "",
                VersionCommand = file.Version,
                StopFile = file.StopFile,
                Checkpoint = file.Checkpoint is { } files ? new CommandCheckpoint(files, file.Continue is { } command ? Parts(command, file.CommandLine) : null) : null,
                ExitCodes = file.ExitCodes ?? [0],
                Requires = Signs(file.Requires, output),
                Forbids = Signs(file.Forbids, output),
                Unconverged = Signs(file.Unconverged, output),
                Infrastructure = Signs(file.Infrastructure, output),
                Progress = file.Progress is { } progress ? new CommandProgress(progress.File ?? output, progress.Pattern, file.ProgressOf) : null,
                Outputs = file.Outputs.ToDictionary(value => value.Key, value => ReaderOf(value.Value, output)),
                Keeps = file.Keeps,
            });
        }
        catch (TemplateException error)
        {
            throw new TemplateException(string.Join('\n', error.Message.Split('\n').Select(line => line.StartsWith($"{lab}(", StringComparison.Ordinal) ? line : $"{lab}({file.Line}): {line}")));
        }
    }

    private static InputKind KindOf(CommandInputFile kind) => kind switch
    {
        CommandInputFile.WholeNumber => InputKind.WholeNumber,
        CommandInputFile.Word => InputKind.Word,
        _ => InputKind.Number,
    };

    private static List<TextSign> Signs(IReadOnlyList<SignFile> signs, string output) => [.. signs.Select(sign => new TextSign(sign.File ?? output, sign.Pattern))];

    private static ValueReader ReaderOf(ValueFile value, string output) => value switch
    {
        ValueFile.Pattern pattern => new PatternReader(value.File ?? output, pattern.Expression, pattern.First, value.Factor),
        ValueFile.Json json => new JsonPathReader(value.File ?? output, json.Path, value.Factor),
        ValueFile.Xml xml => new XmlPathReader(value.File ?? output, xml.Path, value.Factor),
        ValueFile.Csv csv => new CsvColumnReader(value.File ?? output, csv.Column, csv.Row, csv.Separator, value.Factor),
        _ => throw new InvalidOperationException($"Unknown value {value.GetType().Name}"),
    };

    private List<InputTemplate> Parts(IReadOnlyList<string> words, int line) => [.. words.Select(word => InputTemplate.Parse($"{lab}({line}): command", word))];

    private string? Path(NamedFile named) => folder.Resolve(named.Path) is { } path && File.Exists(path) ? path : null;
}
