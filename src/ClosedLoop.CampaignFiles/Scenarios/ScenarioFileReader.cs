using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads scenario files. The format is described in <c>docs/scenarios.md</c>.</summary>
public static class ScenarioFileReader
{
    /// <summary>The kinds of faults, as files write them.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. ScenarioShapes.Kinds.Keys];

    /// <summary>Reads one scenario file and finds all its mistakes at once. Does no I/O.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    public static ScenarioFileResult Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var errors = new FileErrors(fileName);
        var scenario = YamlDocument.Read(text, "a scenario file", errors) is { } root ? ReadRoot(root, new NodeReader(errors)) : null;
        return new ScenarioFileResult(errors.Count == 0 ? scenario : null, errors.InLineOrder());
    }

    private static Scenario? ReadRoot(MapNode root, NodeReader reader)
    {
        var file = new MapReader(root, ScenarioShapes.Scenario, reader);
        var name = file.Need("scenario", "scenario: and its name") is { } nameNode ? reader.Name(nameNode, "scenario name") : null;
        var about = file.ReadText("about", "about: the broker restarts in the middle of the night") ?? "";
        var faults = new List<Fault>();
        if (file.Need("faults", "a list of faults") is { } faultsNode)
        {
            foreach (var item in reader.List(faultsNode, "[{kind: hang, after: 3 steps}]") ?? [])
            {
                if (new FaultSection(reader).Read(item) is { } fault)
                {
                    faults.Add(fault);
                }
            }
        }

        var expect = file.Find("expect") is { } expectNode ? new ExpectSection(reader).Read(expectNode) : new Expectation();
        return reader.Errors.Count == 0 ? new Scenario { Name = name!, About = about, Faults = faults, Expect = expect! } : null;
    }
}
