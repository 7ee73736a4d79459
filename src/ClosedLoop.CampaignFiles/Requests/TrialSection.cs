using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads candidates and what became of them.</summary>
/// <param name="reader">Reads values.</param>
/// <param name="warnings">Takes what is accepted and yet odd.</param>
/// <param name="problem">What was declared.</param>
/// <param name="isListed">Whether a candidate is in the table; null without one.</param>
internal sealed class TrialSection(NodeReader reader, FileErrors warnings, CampaignSpec problem, Func<Candidate, bool>? isListed)
{
    private const int MostAsked = 1000;
    private const string Example = "[{\"candidate\": {…}, \"values\": {…}}]";

    private readonly CandidateReader _candidates = new(reader, problem.Space);
    private readonly string[] _sources = [.. (problem.Sources ?? []).Select(source => source.Name)];

    /// <summary>Whether trials have a source.</summary>
    public bool HasSources => _sources.Length > 0;

    /// <summary>How many candidates are wanted.</summary>
    public int? Count(FileNode node) => reader.WholeNumber(node, 1, MostAsked);

    /// <summary>The trials that are told; null when anything is wrong.</summary>
    public IReadOnlyList<ToldTrial>? Tell(FileNode node)
    {
        var items = node is MapNode ? [node] : reader.List(node, Example);
        if (items is null)
        {
            return null;
        }

        var before = reader.Errors.Count;
        var told = new List<ToldTrial>();
        foreach (var item in items)
        {
            if (reader.Map(item, RequestShapes.Observation, Example[1..^1]) is { } keys && Observation(keys, told.Count + 1) is { } trial)
            {
                told.Add(trial);
            }
        }

        return reader.Errors.Count == before ? told : null;
    }

    /// <summary>Candidates; null when anything is wrong.</summary>
    public IReadOnlyList<Candidate>? Candidates(IReadOnlyList<FileNode> nodes)
    {
        var before = reader.Errors.Count;
        var candidates = nodes.Select(CandidateIn).OfType<Candidate>().ToList();
        return reader.Errors.Count == before ? candidates : null;
    }

    /// <summary>Candidates in flight, each alone or with its source, null being the target; null when anything is wrong.</summary>
    public IReadOnlyList<(Candidate Candidate, string? Source)>? Pending(IReadOnlyList<FileNode> nodes)
    {
        var before = reader.Errors.Count;
        var pending = nodes.Select(PendingIn).ToList();
        return reader.Errors.Count == before ? [.. pending.Select(each => (each.Candidate!, each.Source))] : null;
    }

    /// <summary>What may still be spent; null when that is wrong.</summary>
    public double? Remaining(FileNode node)
    {
        if (problem.Sources is { Count: > 1 })
        {
            return reader.NumberWithin(node, 0, double.MaxValue);
        }

        reader.Errors.Add(node, "is shared among sources, and there are not several; add \"sources\" to the declaration, or leave it out");
        return null;
    }

    /// <summary>Observed context, all of it or a part; null when anything is wrong.</summary>
    public IReadOnlyDictionary<string, double>? Context(FileNode node)
    {
        var names = problem.Space.Context.Select(context => context.Name).ToList();
        if (names.Count == 0)
        {
            reader.Errors.Add(node, "no context is declared; add \"context\": {\"humidity\": {\"lower\": 20, \"upper\": 80}} to the declaration");
            return null;
        }

        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{\"{names[0]}\": …}}, found {node.Kind}");
            return null;
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!names.Contains(entry.Key.Text))
            {
                reader.Errors.Add(entry.Key, $"is no context; {Suggestion.Hint(entry.Key.Text, names, "the context is")}");
            }
            else if (reader.Number(entry.Value) is { } value)
            {
                values[entry.Key.Text] = value;
            }
        }

        return values;
    }

    private ToldTrial? Observation(MapReader keys, int number)
    {
        var before = reader.Errors.Count;
        var id = keys.Find("id") is { } idNode ? (idNode as ScalarNode)?.Text ?? reader.Text(idNode, "\"run-7\"") : null;
        var candidate = keys.Need("candidate", "\"candidate\": {…}") is { } candidateNode ? CandidateIn(candidateNode) : null;
        var failed = keys.Read<bool>("failed", reader.Flag) ?? false;
        Dictionary<string, double>? values = null;
        if (!failed)
        {
            values = keys.Need("values", "\"values\": {…}, or \"failed\": true") is { } valuesNode ? Values(valuesNode) : null;
        }
        else if (keys.Find("values") is { } superfluous)
        {
            reader.Errors.Add(superfluous, "a failed trial has no values; remove them, or failed");
        }

        var teaches = keys.Find("teaches") is { } teachesNode ? Teaches(teachesNode, failed) : null;
        var cost = keys.Find("cost") is { } costNode ? reader.NumberWithin(costNode, 0, double.MaxValue) : null;
        var noise = keys.Find("noise") is { } noiseNode ? Noise(noiseNode, failed) : null;
        var source = Source(HasSources ? keys.Need("source", $"\"source\": and one of {string.Join(", ", _sources)}") : keys.Find("source"));
        var context = keys.Find("context") is { } contextNode ? Context(contextNode) : null;
        if (reader.Errors.Count > before)
        {
            return null;
        }

        double[]? objectives = values is null ? null : [.. problem.Objectives.Select(objective => values[objective.Name])];
        return new(id, new ObservedTrial(number, candidate!, objectives)
        {
            Limited = values is null || problem.Limits is null ? null : [.. problem.Limits.Select(limit => values[limit.Output])],
            Teaches = teaches,
            Cost = cost,
            Variances = noise,
            Source = source,
            Context = context,
        });
    }

    private FailurePolicy? Teaches(FileNode node, bool failed)
    {
        if (!failed)
        {
            reader.Errors.Add(node, "is for failed trials; add \"failed\": true, or leave it out");
        }

        return reader.Choice(node, "failure policy", ("skip", FailurePolicy.Skip), ("penalty", FailurePolicy.Penalty), ("learn", FailurePolicy.Learn));
    }

    // Objectives, then limited outputs; one that is both is there once.
    private Dictionary<string, double>? Values(FileNode node)
    {
        var names = problem.Objectives.Select(objective => objective.Name).Union((problem.Limits ?? []).Select(limit => limit.Output)).ToList();
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{{string.Join(", ", names.Select(name => $"\"{name}\": …"))}}}, found {node.Kind}");
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => !names.Contains(entry.Key.Text)))
        {
            reader.Errors.Add(entry.Key, $"is measured for nothing; {Suggestion.Hint(entry.Key.Text, names, "what counts is")}");
        }

        return names.ToDictionary(name => name, name => Value(name, map), StringComparer.Ordinal);
    }

    private double Value(string name, MapNode map)
    {
        if (map.Entries.FirstOrDefault(entry => entry.Key.Text == name)?.Value is not { } node)
        {
            reader.Errors.Add(map, $"the value of '{name}' is missing; a trial that measured nothing has failed: true");
            return double.NaN;
        }

        if (reader.Number(node) is not { } value)
        {
            return double.NaN;
        }

        if (problem.Objectives.FirstOrDefault(objective => objective.Name == name)?.WhyImplausible(value) is { } reason)
        {
            reader.Errors.Add(node, reason);
        }

        return value;
    }

    private IReadOnlyList<double?>? Noise(FileNode node, bool failed)
    {
        string[] names = [.. problem.Objectives.Select(objective => objective.Name)];
        if (failed)
        {
            reader.Errors.Add(node, "a failed trial has no noise; remove it, or failed");
            return null;
        }

        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{\"{names[0]}\": 0.1}}, found {node.Kind}");
            return null;
        }

        var variances = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!names.Contains(entry.Key.Text))
            {
                reader.Errors.Add(entry.Key, $"is no objective; {Suggestion.Hint(entry.Key.Text, names, "the objectives are")}");
            }
            else if (reader.Number(entry.Value) is { } deviation)
            {
                var variance = deviation * deviation;
                variances[entry.Key.Text] = variance;
                if (!(deviation > 0 && variance > 0 && double.IsFinite(variance)))
                {
                    reader.Errors.Add(entry.Value, $"{((ScalarNode)entry.Value).Text} is no standard deviation; use a number above 0 whose square is finite, or leave it out to have it learnt");
                }
            }
        }

        return variances.Count == 0 ? null : [.. names.Select(name => variances.TryGetValue(name, out var variance) ? variance : (double?)null)];
    }

    private string? Source(FileNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (!HasSources)
        {
            reader.Errors.Add(node, "no sources are declared; add \"sources\": {\"cheap\": {\"cost\": 1}, \"dear\": {\"cost\": 20, \"target\": true}} to the declaration, or leave it out");
            return null;
        }

        if (reader.Text(node, $"\"{_sources[0]}\"") is { } name && !_sources.Contains(name))
        {
            reader.Errors.Add(node, $"'{name}' is no source; the sources are {string.Join(", ", _sources)}");
        }

        return (node as ScalarNode)?.Text;
    }

    private (Candidate? Candidate, string? Source) PendingIn(FileNode node)
    {
        if (node is not MapNode map || !map.Entries.Any(entry => entry is { Key.Text: "candidate", Value: MapNode }))
        {
            return (CandidateIn(node), null);
        }

        var keys = new MapReader(map, RequestShapes.Pending, reader);
        return (CandidateIn(keys.Find("candidate")!), Source(keys.Find("source")));
    }

    // History may lie outside of what is declared now. It teaches all the same, wherever it has a place in the space's coordinates.
    private Candidate? CandidateIn(FileNode node)
    {
        if (_candidates.Read(node) is not { } candidate)
        {
            return null;
        }

        foreach (var parameter in problem.Space.Parameters.OfType<ContinuousParameter>().Where(p => p.Scale == Scale.Log && candidate[p.Name].Number <= 0))
        {
            reader.Errors.Add(node, $"{parameter.Name}: {candidate[parameter.Name]} is not above zero, so it has no place on a logarithmic scale");
        }

        if (problem.Space.WhyNot(candidate) is { } reason)
        {
            warnings.Add(node, $"{reason}; it is learnt from, but lies outside what may be proposed");
        }
        else if (isListed?.Invoke(candidate) == false)
        {
            warnings.Add(node, "is no row of the table; it is learnt from, but lies outside what may be proposed");
        }

        return candidate;
    }
}
