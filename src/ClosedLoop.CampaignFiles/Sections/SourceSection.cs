using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>sources</c>: where trials can be measured, and what a trial at each costs.</summary>
internal sealed class SourceSection(NodeReader reader)
{
    private const string Example = "{cost: 1}";

    /// <summary>The sources in order; none when the key is absent. One without a cost of its own has NaN until <see cref="Priced"/>.</summary>
    public IReadOnlyList<(Source Source, FileNode Node)> Read(FileNode? node)
    {
        if (node is null || reader.Entries(node, $"a map of sources such as {{coarse: {Example}, experiment: {{cost: 20, target: true}}}}") is not { } map)
        {
            return [];
        }

        var sources = new List<(Source, FileNode)>();
        foreach (var entry in map.Entries)
        {
            var name = reader.Name(entry.Key, "source name");
            if (entry.Value is MapNode { Entries.Count: 0 } && name is not null)
            {
                sources.Add((new() { Name = name, Cost = double.NaN }, entry.Key));
            }
            else if (reader.Map(entry.Value, CampaignShapes.Source, Example) is { } keys && name is not null)
            {
                sources.Add((
                    new()
                    {
                        Name = name,
                        Cost = keys.Read<double>("cost", reader.Number) ?? double.NaN,
                        IsTarget = keys.Read<bool>("target", reader.Flag) ?? false,
                        Approximates = keys.ReadText("approximates", "experiment"),
                    },
                    entry.Key));
            }
        }

        return sources;
    }

    /// <summary>The sources with what a trial costs: the sum of its steps' costs, which a cost of the source's own must equal.</summary>
    /// <param name="node">The section, for mistakes between sources.</param>
    /// <param name="sources">What was read.</param>
    /// <param name="steps">The workflow; empty where whoever asks does the work.</param>
    public IReadOnlyList<Source>? Priced(FileNode? node, IReadOnlyList<(Source Source, FileNode Node)> sources, IReadOnlyList<WrittenStep> steps)
    {
        foreach (var step in steps.Where(step => step.Source is not null && sources.All(other => other.Source.Name != step.Source)))
        {
            reader.Errors.Add(
                step.Node,
                $"'{step.Source}' is no source; {(sources.Count == 0 ? "declare it under sources:" : Suggestion.Hint(step.Source!, [.. sources.Select(each => each.Source.Name)], "the sources are"))}");
        }

        if (node is null)
        {
            return null;
        }

        Source[] priced = [.. sources.Select(each => PriceOf(each.Source, each.Node, steps))];
        foreach (var mistake in Source.Mistakes(priced).Where(_ => steps.All(step => step.Step is not null)))
        {
            reader.Errors.Add(node, mistake);
        }

        return priced;
    }

    private Source PriceOf(Source source, FileNode node, IReadOnlyList<WrittenStep> steps)
    {
        WrittenStep[] own = [.. steps.Where(step => step.Serves(source.Name))];
        if (steps.Count == 0 || own.Any(step => step.Step is null))
        {
            return source;
        }

        var sum = own.Sum(step => step.Step!.Cost);
        if (own.Length == 0)
        {
            reader.Errors.Add(node, $"no step serves the source '{source.Name}'; give it one, with source: {source.Name}");
        }
        else if (double.IsFinite(source.Cost) && Math.Abs(source.Cost - sum) > 1e-9 * sum)
        {
            reader.Errors.Add(node, $"the steps of a trial at '{source.Name}' cost {sum}, not {source.Cost}; leave the source's cost out, or change the steps'");
        }

        return source with { Cost = sum };
    }
}
