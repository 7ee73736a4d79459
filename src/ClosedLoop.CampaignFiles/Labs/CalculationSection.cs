namespace ClosedLoop.CampaignFiles;

/// <summary>Reads an instrument of type <c>calculation</c>: a program that calculates.</summary>
internal sealed class CalculationSection(NodeReader reader, CapabilitySection capabilities)
{
    private const int MostCores = 100_000;
    private const int LargestMemory = 100_000_000;
    private const int LargestCapacity = 10_000;
    private const int MostAgain = 100;

    /// <summary>The instrument, as far as its id and code can be read; whether it is sound is seen from the errors.</summary>
    public InstrumentFile? Read(MapReader keys)
    {
        var id = keys.Need("id", "id: and a name of its own") is { } idNode ? reader.Name(idNode, "instrument id") : null;
        var capability = keys.Need("capability", "capability: energy") is { } nameNode ? reader.Name(nameNode, "capability name") : null;
        var code = keys.Need("code", "code: {type: command, ...}") is { } codeNode ? new CodeSection(reader).Read(codeNode) : null;
        var duration = keys.Find("duration") is { } durationNode ? capabilities.ReadDuration(durationNode) : null;
        var limits = keys.Find("limits") is { } limitsNode ? capabilities.ReadRanges(limitsNode, "command parameter") : [];
        var plausible = keys.Find("plausible") is { } plausibleNode ? capabilities.ReadRanges(plausibleNode, "output") : [];
        var execution = keys.Find("execution") is { } executionNode ? new ExecutionSection(reader).Read(executionNode) : new LocalExecutionFile(0);
        var capacity = Whole(keys.Find("capacity"), 1, LargestCapacity);

        // In a dry run its place is taken by what a response describes.
        var standIn = keys.Find("response") is not null && keys.Find("capability") is { } standInNode ? capabilities.ReadOne(keys, standInNode) : null;
        if (keys.Find("failure") is { } failureNode && keys.Find("response") is null)
        {
            reader.Errors.Add(failureNode, "how often its stand-in fails in a dry run says nothing without a response; add response: or remove it");
        }

        var (cores, memory) = (Whole(keys.Find("cores"), 1, MostCores), Whole(keys.Find("memoryMB"), 1, LargestMemory));
        var (timeLimit, grace, frozenAfter) = (Time(keys.Find("timeLimit")), Time(keys.Find("grace")), Time(keys.Find("frozenAfter")));
        var (continuations, corrections) = (Whole(keys.Find("continuations"), 0, MostAgain), Whole(keys.Find("corrections"), 0, MostAgain));
        var cache = keys.Find("cache") is { } cacheNode ? reader.Flag(cacheNode) : true;
        var (keepRuns, keepRunsFor) = Kept(keys.Find("keepRuns"));
        if (id is null || capability is null || code is null || execution is null)
        {
            return null;
        }

        return new InstrumentFile(id, "calculation", keys.Node.Line, capacity ?? 1, true, standIn is null ? [] : [standIn])
        {
            Calculation = new CalculationFile
            {
                Capability = capability,
                Code = code,
                Execution = execution,
                Cores = cores ?? 1,
                MemoryMegabytes = memory,
                TimeLimit = timeLimit,
                Grace = grace,
                FrozenAfter = frozenAfter,
                Continuations = continuations,
                Corrections = corrections,
                Cache = cache ?? true,
                KeepRuns = keepRuns,
                KeepRunsFor = keepRunsFor,
                Plausible = plausible,
                Limits = limits,
                Duration = duration,
            },
        };
    }

    private (string? Which, TimeSpan? Time) Kept(FileNode? node)
    {
        switch (node)
        {
            case null:
                return default;
            case ScalarNode { Text: "all" or "failed" or "none" } word:
                return (word.Text, null);
            case ScalarNode { IsNothing: false } scalar when DurationText.Parse(scalar.Text.Trim()) is null:
                reader.Errors.Add(node, $"'{scalar.Text}' does not say which folders of runs stay; use all, failed or none, or for how long all of them do, such as '30 d'");
                return default;
            default:
                return (null, reader.Duration(node));
        }
    }

    private int? Whole(FileNode? node, int least, int most) => node is null ? null : reader.WholeNumber(node, least, most);

    private TimeSpan? Time(FileNode? node) => node is null ? null : reader.Duration(node);
}
