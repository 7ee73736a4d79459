using System.Text.RegularExpressions;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads where calculations run: <c>local</c>, <c>slurm</c>, or <c>{type: slurm, partition: ...}</c>.</summary>
internal sealed partial class ExecutionSection(NodeReader reader)
{
    private const int MostQueued = 100_000;
    private const string Example = "{type: slurm, partition: long, account: alloys}";

    /// <summary>Options of <c>sbatch</c> that are not the lab file's to give → what is.</summary>
    private static readonly Dictionary<string, string> Taken = new(StringComparer.Ordinal)
    {
        ["partition"] = "use partition:",
        ["account"] = "use account:",
        ["time"] = "use timeLimit: of the instrument",
        ["mem"] = "use memoryMB: of the instrument",
        ["ntasks"] = "use cores: of the instrument",
        ["nodes"] = "a run has one node",
        ["job-name"] = "runs are found again by their name",
        ["comment"] = "runs are found again by their comment",
        ["array"] = "runs that begin together make an array by themselves",
        ["signal"] = "the script is told before its time is up",
        ["output"] = "a run's output lies in its folder",
        ["error"] = "a run's output lies in its folder",
        ["chdir"] = "a run has its own folder",
        ["wrap"] = "a run has its own script",
        ["parsable"] = "it is always given",
        ["requeue"] = "it is always given",
        ["wait"] = "runs are waited for by polling",
        ["test-only"] = "nothing would ever run",
    };

    /// <summary>The execution; null when it cannot be read.</summary>
    public ExecutionFile? Read(FileNode node)
    {
        if (node is not MapNode)
        {
            return reader.Choice(node, "execution", ("local", false), ("slurm", true)) switch
            {
                true => new SlurmExecutionFile(node.Line),
                false => new LocalExecutionFile(node.Line),
                null => null,
            };
        }

        if (reader.Map(node, LabShapes.Slurm, Example) is not { } keys)
        {
            return null;
        }

        var type = keys.Need("type", "type: slurm") is { } typeNode ? reader.Choice(typeNode, "execution with settings", ("slurm", true)) : null;
        var (partition, account) = (Word(keys, "partition"), Word(keys, "account"));
        var queued = keys.Find("queued") is { } queuedNode ? reader.WholeNumber(queuedNode, 1, MostQueued) : null;
        var options = keys.Find("options") is { } optionsNode ? Options(optionsNode) : [];
        return type is null ? null : new SlurmExecutionFile(node.Line) { Partition = partition, Account = account, Queued = queued, Options = options };
    }

    private string? Word(MapReader keys, string key)
    {
        if (keys.ReadText(key, $"{key}: long") is not { } text)
        {
            return null;
        }

        if (!Names().IsMatch(text))
        {
            reader.Errors.Add(keys.Find(key)!, $"'{text}' is no {key} of Slurm; use letters, digits, '-', '_', '.' and ','");
        }

        return text;
    }

    private List<string> Options(FileNode node)
    {
        var options = new List<string>();
        foreach (var item in reader.List(node, "[--qos=long, --exclusive]") ?? [])
        {
            if (reader.Text(item, "--qos=long") is not { } text)
            {
                continue;
            }

            if (LongOption().Match(text) is not { Success: true } match)
            {
                reader.Errors.Add(item, $"'{text}' is no option of sbatch; write it as one word with two dashes, such as --qos=long");
            }
            else if (Taken.TryGetValue(match.Groups[1].Value, out var instead))
            {
                reader.Errors.Add(item, $"--{match.Groups[1].Value} cannot be given here; {instead}");
            }

            options.Add(text);
        }

        return options;
    }

    [GeneratedRegex(@"^[\w.,-]+$")]
    private static partial Regex Names();

    [GeneratedRegex(@"^--([a-z][a-z-]*)(=\S+)?$")]
    private static partial Regex LongOption();
}
