using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>
/// Checks what flows where: parameters into steps, outputs into later steps, outputs into objectives. A plain name is enough to say what is meant,
/// because no two of all keys and outputs of a campaign share one.
/// </summary>
/// <param name="errors">Collects the mistakes.</param>
/// <param name="keys">The parameters.</param>
/// <param name="steps">All steps.</param>
/// <param name="sources">Names of the sources, of which each has its own outputs; empty when there are none.</param>
internal sealed class Wiring(FileErrors errors, SpaceKeys keys, IReadOnlyList<WrittenStep> steps, IReadOnlyList<string> sources)
{
    private readonly HashSet<(FileNode Node, string Message)> _said = [];

    // What a broken section may have named can not be called unknown.
    private readonly bool _outputsAreKnown = steps.Count > 0 && steps.All(step => step.Outputs is not null);

    /// <summary>Adds every mistake between the sections.</summary>
    /// <param name="measured">Names that must be outputs of a step: objectives and limits.</param>
    /// <param name="context">Names that must be outputs of a step and are neither of them.</param>
    public void Check(IReadOnlyList<(string Name, FileNode Node)> measured, IReadOnlyList<(string Name, FileNode Node)> context)
    {
        CheckUse();
        IReadOnlyList<string?> places = sources.Count == 0 ? [null] : [.. sources];
        var anywhere = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in places)
        {
            var produced = CheckOutputs(source);
            anywhere.UnionWith(produced.Keys);
            CheckInputs(source, produced);
            foreach (var (name, node) in measured.Where(each => _outputsAreKnown && !produced.ContainsKey(each.Name)))
            {
                var advice = produced.Count == 0
                    ? "add it to the outputs of the step that measures it"
                    : Suggestion.Hint(name, produced.Keys, "the outputs are");
                Say(node, $"no step {(source is null ? "" : $"of the source '{source}' ")}has the output '{name}'; {advice}");
            }
        }

        foreach (var (name, node) in context.Where(each => _outputsAreKnown && !anywhere.Contains(each.Name) && !keys.Contains(each.Name)))
        {
            errors.Add(node, $"no step has the output '{name}'; context is measured: add it to the outputs of the step that reads it");
        }

        foreach (var (name, node) in context.Where(each => measured.Any(other => other.Name == each.Name)))
        {
            errors.Add(node, $"'{name}' is an objective or limit already; what is wanted cannot be context too");
        }
    }

    /// <summary>Without a workflow there are only names to compare.</summary>
    public void CheckNames(IReadOnlyList<(string Name, FileNode Node)> measured)
    {
        foreach (var (name, node) in measured.Where(output => keys.Contains(output.Name)))
        {
            errors.Add(node, $"'{name}' is already a parameter; give the output a name of its own");
        }
    }

    // What all sources share is checked for each of them, and said once.
    private void Say(FileNode node, string message)
    {
        if (_said.Add((node, message)))
        {
            errors.Add(node, message);
        }
    }

    private Dictionary<string, int> CheckOutputs(string? source)
    {
        var produced = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < steps.Count; index++)
        {
            foreach (var (name, node) in steps[index].Serves(source) ? steps[index].Outputs ?? [] : [])
            {
                if (keys.Contains(name))
                {
                    Say(node, $"'{name}' is already a parameter; give the output a name of its own");
                }
                else if (!produced.TryAdd(name, index))
                {
                    Say(node, $"'{name}' is already an output of step '{steps[produced[name]].Name}'; give the output a name of its own");
                }
            }
        }

        return produced;
    }

    private void CheckInputs(string? source, Dictionary<string, int> produced)
    {
        for (var index = 0; index < steps.Count; index++)
        {
            foreach (var (_, input, node) in steps[index].Serves(source) ? steps[index].Inputs ?? [] : [])
            {
                if (input.From is { } from && !keys.Contains(from) && !(produced.TryGetValue(from, out var producer) && producer < index))
                {
                    SayUnknown(node, from, index, produced);
                }
            }
        }
    }

    private void SayUnknown(FileNode node, string from, int index, Dictionary<string, int> produced)
    {
        if (produced.TryGetValue(from, out var producer))
        {
            Say(node, producer == index
                ? $"'{from}' is an output of this same step; take a parameter or an output of an earlier step"
                : $"'{from}' is an output of step '{steps[producer].Name}', which comes later; move that step before this one");
            return;
        }

        if (!keys.IsComplete || !_outputsAreKnown)
        {
            return;
        }

        var known = keys.Names.Concat(produced.Where(output => output.Value < index).Select(output => output.Key)).ToList();
        var plain = from[(from.LastIndexOf('.') + 1)..];
        Say(node, plain != from && known.Contains(plain)
            ? $"'{from}' names the step as well; names are unique, so write '{plain}'"
            : $"'{from}' is neither a parameter nor an output of an earlier step; {Suggestion.Hint(from, known, "known here are")}");
    }

    private void CheckUse()
    {
        if (steps.Count == 0 || steps.Any(step => step.Inputs is null))
        {
            return;
        }

        var used = steps.SelectMany(step => step.Inputs!).Select(input => input.Input.From).ToHashSet();
        foreach (var key in keys.Names.Where(key => !used.Contains(key)))
        {
            var what = keys.ParameterOf(key) is CompositionParameter ? "part" : "parameter";
            errors.Add(keys.NodeOf(key), $"the {what} '{key}' is used by no step; add it to the inputs of one");
        }
    }
}
