using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <content>Whether templates and inputs fit together, before anything runs; and whether a value is what its input declares.</content>
public sealed partial class CommandCode
{
    private IEnumerable<Placeholder> Places =>
        _settings.Command.Concat(_settings.Templates.Values).Concat(_settings.Checkpoint?.Command ?? []).SelectMany(template => template.Places);

    private static string? WhyNot(string name, InputKind kind, ParameterValue value) => kind switch
    {
        InputKind.Word when value.IsNumber => $"{name} is {value}, and a word is wanted",
        InputKind.Number or InputKind.WholeNumber when !value.IsNumber => $"{name} is '{value}', and a number is wanted",
        InputKind.WholeNumber when value.Number != Math.Round(value.Number) => $"{name} is {value}, and a whole number is wanted",
        _ => null,
    };

    private IEnumerable<string> Mistakes()
    {
        if (_settings.Command.Count == 0 || _settings.Command[0].Places.Any())
        {
            yield return "the command begins with the program, without places for values";
            yield break;
        }

        foreach (var place in Places)
        {
            foreach (var name in place.Formula.Names.Distinct())
            {
                if (!_settings.Inputs.TryGetValue(name, out var kind))
                {
                    yield return $"{place.Where}: '{name}' is no input; the inputs are {(_settings.Inputs.Count == 0 ? "none" : string.Join(", ", _settings.Inputs.Keys))}";
                }
                else if (WhyMisplaced(place, name, kind) is { } why)
                {
                    yield return $"{place.Where}: {why}";
                }
            }
        }

        foreach (var unused in _settings.Inputs.Keys.Except(Places.SelectMany(place => place.Formula.Names)))
        {
            yield return $"the input '{unused}' is in no template and not in the command: it would change nothing";
        }

        foreach (var twice in _settings.Templates.Keys.Intersect(_settings.Files.Keys))
        {
            yield return $"the file '{twice}' is a template and a plain file as well; keep one of them";
        }
    }

    private static string? WhyMisplaced(Placeholder place, string name, InputKind kind) => (place.Kind, kind) switch
    {
        (PlaceholderKind.Word, not InputKind.Word) => $"the input '{name}' is a number; write {{{{{name}}}}} there",
        (not PlaceholderKind.Word, InputKind.Word) => $"the input '{name}' is a word; write {{{{{name}:word}}}} there",
        (PlaceholderKind.Integer, InputKind.Number) when place.Formula is NameFormula => $"the input '{name}' is any number, and a whole one is wanted there; declare {name}: integer",
        _ => null,
    };
}
