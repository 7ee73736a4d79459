using System.Globalization;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads a code of type <c>command</c>: any program, by declarations alone.</summary>
internal sealed class CommandCodeSection(NodeReader reader)
{
    private readonly SignSection _signs = new(reader);

    /// <summary>The code, or null when it is broken.</summary>
    public CommandCodeFile? Read(MapNode map)
    {
        var before = reader.Errors.Count;
        var keys = new MapReader(map, LabShapes.Command, reader);
        var commandNode = keys.Need("command", "command: [lmp, -in, in.melt]");
        var command = commandNode is null ? null : Texts(commandNode, "[lmp, -in, in.melt]");
        var inputs = keys.Find("inputs") is { } inputsNode ? Inputs(inputsNode) : [];
        var outputs = keys.Need("outputs", "outputs: {energy: {regex: 'E = (\\S+)'}}") is { } outputsNode ? Outputs(outputsNode) : null;
        var success = keys.Find("success") is { } successNode ? reader.Map(successNode, LabShapes.Success, "{exit: [0], require: 'Total wall time'}") : null;
        var checkpoint = keys.Find("checkpoint") is { } checkpointNode ? reader.Map(checkpointNode, LabShapes.Checkpoint, "{files: [restart.bin]}") : null;
        var progress = keys.Find("progress") is { } progressNode ? reader.Map(progressNode, LabShapes.CommandProgress, "{pattern: 'Step (\\d+)', of: 10000}") : null;
        var file = new CommandCodeFile(map.Line)
        {
            Inputs = inputs,
            Command = command ?? [],
            CommandLine = commandNode?.Line ?? map.Line,
            Outputs = outputs ?? [],
            Templates = Named(keys.Find("templates"), "{in.melt: templates/melt.in}"),
            Files = Named(keys.Find("files"), "{Cu.eam: potentials/Cu.eam}"),
            StandardInput = FileName(keys.Find("stdin"), "in.melt"),
            StandardOutput = FileName(keys.Find("stdout"), "log.txt"),
            StandardError = FileName(keys.Find("stderr"), "errors.txt"),
            Environment = Environment(keys.Find("environment")),
            Package = keys.ReadText("package", "lammps"),
            Version = keys.Find("version") is { } versionNode ? Texts(versionNode, "[lmp, -h]") : null,
            StopFile = FileName(keys.Find("stopFile"), "STOP"),
            Checkpoint = checkpoint?.Need("files", "files: [restart.bin]") is { } filesNode ? FileNames(filesNode) : null,
            Continue = checkpoint?.Find("command") is { } continueNode ? Texts(continueNode, "[lmp, -in, in.restart]") : null,
            ExitCodes = success?.Find("exit") is { } exitNode ? ExitCodes(exitNode) : null,
            Requires = _signs.Several(success?.Find("require")),
            Forbids = _signs.Several(success?.Find("forbid")),
            Unconverged = _signs.Several(keys.Find("unconverged")),
            Infrastructure = _signs.Several(keys.Find("infrastructure")),
            Progress = progress is null ? null : _signs.Progress(progress),
            ProgressOf = progress?.Find("of") is { } ofNode ? reader.NumberWithin(ofNode, double.Epsilon, double.MaxValue) ?? 1 : 1,
            Keeps = keys.Find("keep") is { } keepNode ? FileNames(keepNode) : [],
        };
        return reader.Errors.Count == before ? file : null;
    }

    // A list is short for a map of every name to a number.
    private Dictionary<string, CommandInputFile> Inputs(FileNode node)
    {
        var inputs = new Dictionary<string, CommandInputFile>(StringComparer.Ordinal);
        if (node is ListNode list)
        {
            foreach (var item in list.Items)
            {
                if (reader.Key(item, "command parameter") is { } name && !inputs.TryAdd(name, CommandInputFile.Number))
                {
                    reader.Errors.Add(item, $"'{name}' is listed twice; keep one of them");
                }
            }

            return inputs;
        }

        foreach (var entry in reader.Entries(node, "a map such as {temperature: number, steps: integer, element: word}")?.Entries ?? [])
        {
            var kind = reader.Choice(entry.Value, "kind of input", ("number", CommandInputFile.Number), ("integer", CommandInputFile.WholeNumber), ("word", CommandInputFile.Word));
            if (reader.Key(entry.Key, "command parameter") is { } name && kind is { } known)
            {
                inputs[name] = known;
            }
        }

        return inputs;
    }

    private Dictionary<string, ValueFile>? Outputs(FileNode node)
    {
        var before = reader.Errors.Count;
        var outputs = new Dictionary<string, ValueFile>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries(node, "a map such as {energy: {regex: 'E = (\\S+)'}}")?.Entries ?? [])
        {
            if (reader.Key(entry.Key, "output") is { } name && new ValueSection(reader).Read(entry.Value) is { } value)
            {
                outputs[name] = value;
            }
        }

        return reader.Errors.Count == before ? outputs : null;
    }

    // A list is short for a map of every file's own name to it.
    private List<NamedFile> Named(FileNode? node, string example)
    {
        var files = new List<NamedFile>();
        if (node is ListNode list)
        {
            foreach (var item in list.Items)
            {
                if (reader.Text(item, "potentials/Cu.eam") is { } path)
                {
                    files.Add(new NamedFile(Path.GetFileName(path), path, item.Line));
                }
            }

            return files;
        }

        foreach (var entry in node is null ? [] : reader.Entries(node, $"a map such as {example}")?.Entries ?? [])
        {
            if (FileName(entry.Key, "in.melt") is { } name && reader.Text(entry.Value, "templates/melt.in") is { } path)
            {
                files.Add(new NamedFile(name, path, entry.Value.Line));
            }
        }

        return files;
    }

    private Dictionary<string, string> Environment(FileNode? node)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in node is null ? [] : reader.Entries(node, "a map such as {LAMMPS_POTENTIALS: /usr/share/lammps/potentials}")?.Entries ?? [])
        {
            if (reader.Text(entry.Value, "a value") is { } value)
            {
                variables[entry.Key.Text] = value;
            }
        }

        return variables;
    }

    private List<string>? Texts(FileNode node, string example)
    {
        var before = reader.Errors.Count;
        var texts = (reader.List(node, example) ?? []).Select(item => reader.Text(item, "a word") ?? "").ToList();
        return reader.Errors.Count == before ? texts : null;
    }

    private List<int> ExitCodes(FileNode node) =>
        [.. (node is ListNode list ? list.Items : [node]).Select(item => reader.WholeNumber(item, 0, 255)).OfType<int>()];

    private List<string> FileNames(FileNode node) =>
        [.. (reader.List(node, "[restart.bin]") ?? []).Select(item => FileName(item, "restart.bin")).OfType<string>()];

    /// <summary>A file within the folder of a run.</summary>
    private string? FileName(FileNode? node, string example)
    {
        if (node is null || reader.Text(node, example) is not { } name)
        {
            return null;
        }

        if (!Path.IsPathRooted(name) && !name.Split('/', '\\').Contains(".."))
        {
            return name;
        }

        reader.Errors.Add(node, string.Create(CultureInfo.InvariantCulture, $"'{name}' is not within the folder that the program runs in; use a name such as {example}"));
        return null;
    }
}
