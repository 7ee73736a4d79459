using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>
/// Reads the requests of the protocol in <c>docs/optimizer</c>, one line of JSON each, with the words, the rules and the messages of campaign files. A request
/// is taken as a whole or not at all.
/// </summary>
/// <param name="files">Finds the tables and campaign files that requests name.</param>
/// <param name="whyEmpty">Why no candidate of a space seems to satisfy its constraints, null when one does; not asked when absent.</param>
public sealed class OptimizerRequestReader(DataFolder files, Func<SearchSpace, string?>? whyEmpty = null)
{
    /// <summary>The file that mistakes of a request itself are said to be in.</summary>
    public const string Source = "request";

    private const string Declaration = "declare";

    private (CampaignSpec Problem, HashSet<Candidate> Rows)? _table;

    /// <summary>Reads one request and finds all its mistakes at once. Reads the files that it names.</summary>
    /// <param name="line">UTF-8 JSON.</param>
    /// <param name="number">The line's number, from 1.</param>
    /// <param name="declared">What was declared before, or null.</param>
    public OptimizerRequestResult Read(ReadOnlyMemory<byte> line, int number, CampaignSpec? declared)
    {
        var (errors, warnings) = (new FileErrors(Source), new FileErrors(Source));
        var root = JsonNodes.Read(line, number, errors);
        var reader = new NodeReader(errors);
        var id = root is null ? null : Id(root, reader);
        var request = root is null ? null : Request(root, reader, warnings, declared);
        return errors.Count == 0
            ? new(id, request!, [], warnings.InLineOrder())
            : new(id, null, [.. errors.InLineOrder().Select(WithoutVerb)], []);
    }

    // What is declared is a campaign, and its paths are those of a campaign file.
    private static CampaignFileError WithoutVerb(CampaignFileError error) =>
        error.Path.StartsWith($"{Declaration}.", StringComparison.Ordinal) ? error with { Path = error.Path[(Declaration.Length + 1)..] } : error;

    private static string? Id(MapNode root, NodeReader reader)
    {
        switch (root.Entries.FirstOrDefault(entry => entry.Key.Text == "id")?.Value)
        {
            case null:
                return null;
            case ScalarNode { Quoted: true } text:
                return $"\"{JsonEncodedText.Encode(text.Text)}\"";
            case ScalarNode scalar:
                return scalar.Text;
            case { } other:
                reader.Errors.Add(other, $"expected text or a number, found {other.Kind}");
                return null;
        }
    }

    private OptimizerRequest? Request(MapNode root, NodeReader reader, FileErrors warnings, CampaignSpec? declared)
    {
        _ = new MapReader(root, RequestShapes.Request, reader);
        var verbs = root.Entries.Where(entry => RequestShapes.Verbs.Contains(entry.Key.Text)).ToList();
        if (verbs is not [var verb])
        {
            if (reader.Errors.Count == 0)
            {
                reader.Errors.Add(root, verbs.Count == 0
                    ? $"nothing is asked; use one of {string.Join(", ", RequestShapes.Verbs)}"
                    : $"one request in a line; this one has {string.Join(" and ", verbs.Select(entry => entry.Key.Text))}");
            }

            return null;
        }

        if (verb.Key.Text == Declaration)
        {
            return Declare(verb.Value, reader);
        }

        if (verb.Key.Text == "quit")
        {
            return Plain(verb, reader);
        }

        if (declared is null)
        {
            reader.Errors.Add(verb.Key, "nothing is declared yet; send {\"declare\": {\"parameters\": {…}, \"objectives\": {…}}} first");
            return null;
        }

        var trials = new TrialSection(reader, warnings, declared, IsListed(declared));
        return verb.Key.Text switch
        {
            "tell" => trials.Tell(verb.Value) is { } told ? new OptimizerRequest.Tell(told) : null,
            "ask" => Ask(verb.Value, reader, trials),
            "predict" => Candidates(verb.Value, RequestShapes.Predict, reader, trials) is { } candidates ? new OptimizerRequest.Predict(candidates) : null,
            "explain" => Candidates(verb.Value, RequestShapes.Explain, reader, trials) is { } candidates ? new OptimizerRequest.Explain(candidates) : null,
            _ => Plain(verb, reader),
        };
    }

    private static IReadOnlyList<Candidate>? Candidates(FileNode node, Shape shape, NodeReader reader, TrialSection trials) =>
        reader.Map(node, shape, "{\"candidates\": [{…}]}")?.Need("candidates", "\"candidates\": [{…}]") is { } list && reader.List(list, "[{…}]") is { } items
            ? trials.Candidates(items)
            : null;

    private static OptimizerRequest Plain(MapEntry verb, NodeReader reader)
    {
        if (verb.Value is not ScalarNode { Quoted: false, Text: "true" or "null" })
        {
            reader.Map(verb.Value, RequestShapes.Nothing, "{}");
        }

        return verb.Key.Text switch
        {
            "model" => new OptimizerRequest.Model(),
            "best" => new OptimizerRequest.Best(),
            "front" => new OptimizerRequest.Front(),
            "importances" => new OptimizerRequest.Importances(),
            "reset" => new OptimizerRequest.Reset(),
            _ => new OptimizerRequest.Quit(),
        };
    }

    private static OptimizerRequest.Ask? Ask(FileNode node, NodeReader reader, TrialSection trials)
    {
        if (node is ScalarNode { IsNothing: false })
        {
            return trials.Count(node) is { } number ? new(number, []) : null;
        }

        if (reader.Map(node, RequestShapes.Ask, "{\"n\": 1, \"pending\": []}") is not { } keys)
        {
            return null;
        }

        var count = keys.Find("n") is { } countNode ? trials.Count(countNode) : 1;
        IReadOnlyList<(Candidate Candidate, string? Source)>? pending = keys.Find("pending") switch
        {
            null or ListNode { Items.Count: 0 } => [],
            ListNode list => trials.Pending(list.Items),
            { } other => reader.List(other, "[{…}]") is null ? null : [],
        };
        var context = keys.Find("context") is { } contextNode ? trials.Context(contextNode) : null;
        var remaining = keys.Find("remaining") is { } remainingNode ? trials.Remaining(remainingNode) : null;
        return count is { } n && pending is not null && reader.Errors.Count == 0
            ? new(n, [.. pending.Select(each => each.Candidate)])
            {
                Context = context,
                PendingSources = trials.HasSources ? [.. pending.Select(each => each.Source)] : [],
                Remaining = remaining,
            }
            : null;
    }

    private OptimizerRequest.Declare? Declare(FileNode node, NodeReader reader)
    {
        if (node is not MapNode map)
        {
            reader.Errors.Add(node, $"expected a map such as {{\"parameters\": {{…}}, \"objectives\": {{…}}}}, found {node.Kind}");
            return null;
        }

        var problem = map.Entries.Any(entry => entry.Key.Text == "campaign")
            ? FromFile(new MapReader(map, RequestShapes.FromFile, reader), reader)
            : CampaignFileReader.ReadDeclared(map, reader, files.ReadText, whyEmpty);
        return problem is null ? null : new(problem);
    }

    private CampaignSpec? FromFile(MapReader keys, NodeReader reader)
    {
        var seed = keys.Find("seed") is { } seedNode ? CampaignFileReader.Seed(reader, seedNode) : null;
        var node = keys.Find("campaign")!;
        if (reader.Text(node, "campaigns/demo.yaml") is not { } path)
        {
            return null;
        }

        if (files.Resolve(path) is not { } full || files.ReadText(path) is not { } text)
        {
            reader.Errors.Add(node, DataFolder.Missing(path));
            return null;
        }

        var result = CampaignFileReader.Read(text, path, DataFolder.Of(full).ReadText, whyEmpty);
        foreach (var error in result.Errors)
        {
            reader.Errors.AddInTable(error.File, error.Line, error.Path, error.Message);
        }

        return result.Spec is { } spec && seed is { } other ? spec with { Seed = other } : result.Spec;
    }

    private Func<Candidate, bool>? IsListed(CampaignSpec declared)
    {
        if (declared.Space.Table is not { } table)
        {
            return null;
        }

        return candidate =>
        {
            if (_table is not { } known || !ReferenceEquals(known.Problem, declared))
            {
                _table = known = (declared, [.. table]);
            }

            return known.Rows.Contains(candidate);
        };
    }
}
