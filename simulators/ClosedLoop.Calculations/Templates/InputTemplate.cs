using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>
/// The text of an input file with typed places for values: <c>{{a}}</c> or <c>{{a * c_over_a}}</c> takes numbers, <c>{{k:integer}}</c> a whole number,
/// <c>{{solvent:word}}</c> a name. Everything else stays as it is written.
/// </summary>
public sealed partial class InputTemplate
{
    private readonly List<(string Text, Placeholder? Place)> _parts = [];

    private InputTemplate(string name, string text)
    {
        Name = name;
        var end = 0;
        foreach (Match match in Place().Matches(text))
        {
            _parts.Add((text[end..match.Index], null));
            _parts.Add(("", Read(match, $"{name}({LineOf(text, match.Index)})")));
            end = match.Index + match.Length;
        }

        _parts.Add((text[end..], null));
        foreach (var (part, _) in _parts)
        {
            if (part.Contains("{{", StringComparison.Ordinal) || part.Contains("}}", StringComparison.Ordinal))
            {
                throw new TemplateException($"{name}({LineOf(text, text.IndexOf(part, StringComparison.Ordinal))} and on): a placeholder is not closed, or not opened; write it like {{{{a}}}}");
            }
        }

        Names = [.. _parts.SelectMany(part => part.Place?.Formula.Names ?? []).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The names in its places, in order of appearance.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Its places, in order.</summary>
    internal IEnumerable<Placeholder> Places => _parts.Select(part => part.Place).OfType<Placeholder>();

    /// <summary>Reads a template.</summary>
    /// <param name="name">What it is called in messages, such as its file's name.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="TemplateException">A place is not written as it should be; the message names its line.</exception>
    public static InputTemplate Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        return new InputTemplate(name, text);
    }

    /// <summary>The text with values in its places: numbers in the shortest form that reads back as the same, in a notation that Fortran and C read.</summary>
    /// <param name="values">A value for each of <see cref="Names"/>; others are not looked at.</param>
    /// <exception cref="CalculationRefusedException">A value is missing, or is not of the kind that its place takes.</exception>
    public string Fill(IReadOnlyDictionary<string, ParameterValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var filled = new StringBuilder();
        foreach (var (text, place) in _parts)
        {
            filled.Append(place is null ? text : place.Fill(values));
        }

        return filled.ToString();
    }

    private static Placeholder Read(Match match, string where)
    {
        var (written, kind) = (match.Groups["formula"].Value, match.Groups["kind"].Value.Trim());
        var placed = kind switch
        {
            "" or "number" => PlaceholderKind.Number,
            "integer" => PlaceholderKind.Integer,
            "word" => PlaceholderKind.Word,
            _ => throw new TemplateException($"{where}: '{kind}' is no kind of value; use number, integer or word"),
        };
        try
        {
            var formula = Formula.Parse(written);
            return placed == PlaceholderKind.Word && formula is not NameFormula
                ? throw new TemplateException($"{where}: a word is a name alone, such as {{{{solvent:word}}}}; found '{written.Trim()}'")
                : new Placeholder(placed, formula, where);
        }
        catch (FormulaException error)
        {
            throw new TemplateException($"{where}: '{written.Trim()}', character {error.Position}: {error.Message}");
        }
    }

    private static string LineOf(string text, int at) => (text.AsSpan(0, Math.Max(at, 0)).Count('\n') + 1).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\{(?<formula>[^{}:]*)(?::(?<kind>[^{}]*))?\}\}")]
    private static partial Regex Place();
}
