using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>
/// The input of pw.x as text, of which single variables can be read and set. What is not touched stays as it is written, comments included.
/// Format: https://www.quantum-espresso.org/Doc/INPUT_PW.html.
/// </summary>
internal sealed partial class PwInput
{
    private readonly string _name;

    // The text with comments and the insides of quotes blanked, so that nothing in them is taken for a variable; as long as the text.
    private readonly string _bare;

    public PwInput(string name, string text)
    {
        (_name, Text) = (name, text);
        _bare = Blanked().Replace(text, match => match.Value[0] == '!' ? new string(' ', match.Length) : $"{match.Value[0]}{new string(' ', match.Length - 2)}{match.Value[0]}");
        foreach (var needed in (string[])["control", "system", "electrons"])
        {
            if (Span(needed) is null)
            {
                throw new TemplateException($"{name}: the namelist &{needed} is missing, or not closed by a line with '/'");
            }
        }
    }

    /// <summary>The whole input.</summary>
    public string Text { get; }

    /// <summary>The species: label and file of its pseudopotential.</summary>
    public IReadOnlyList<(string Label, string File)> Species()
    {
        var (count, lines) = (Integer("system", "ntyp") ?? 0, Card("ATOMIC_SPECIES"));
        var species = lines.Take(count).Select(line => line.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return count > 0 && species.Length == count && Array.TrueForAll(species, words => words.Length >= 3)
            ? [.. species.Select(words => (words[0], words[2]))]
            : throw new TemplateException($"{_name}: ATOMIC_SPECIES must hold ntyp lines with a label, a mass and the file of a pseudopotential");
    }

    /// <summary>What stands behind the name of a card, such as <c>crystal</c>, without braces; null when there is no such card.</summary>
    public string? CardOption(string card) => CardForm(card).Match(_bare) is { Success: true } match ? match.Groups["option"].Value.Trim(' ', '\t', '{', '}', '(', ')').ToLowerInvariant() : null;

    /// <summary>The lines of a card below its name, without comments and empty ones, up to the next card.</summary>
    public IReadOnlyList<string> Card(string card)
    {
        if (CardForm(card).Match(_bare) is not { Success: true } match)
        {
            return [];
        }

        return [.. _bare[(match.Index + match.Length)..].Split('\n').Select(line => line.Trim())
            .TakeWhile(line => !CardName().IsMatch(line)).Where(line => line.Length > 0 && line[0] != '#')];
    }

    /// <summary>The value of a variable without its quotes; null when it is not set.</summary>
    public string? Find(string namelist, string variable) => Place(namelist, variable) is not { } place ? null
        : Text[place.Value] is [('\'' or '"') and var open, .. var inside, var close] && close == open ? inside.Trim()
        : Text[place.Value];

    /// <summary>The value of a real variable, which Fortran may write like <c>1d-8</c>; null when it is not set.</summary>
    public double? Real(string namelist, string variable) => Find(namelist, variable) is not { } text ? null
        : double.TryParse(text.Replace('d', 'e').Replace('D', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new TemplateException($"{_name}: {variable} = {text} is no number");

    /// <summary>The value of a whole variable; null when it is not set.</summary>
    public int? Integer(string namelist, string variable) => Find(namelist, variable) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw new TemplateException($"{_name}: {variable} = {text} is no whole number");

    /// <summary>The input with a variable set, in its place or at the beginning of its namelist.</summary>
    /// <param name="namelist">Without <c>&amp;</c>.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="value">As it is written in the input, quotes included.</param>
    public PwInput With(string namelist, string variable, string value)
    {
        if (Place(namelist, variable) is { } place)
        {
            return new PwInput(_name, Text[..place.Value.Start] + value + Text[place.Value.End..]);
        }

        var start = Span(namelist)!.Value.Start;
        return new PwInput(_name, $"{Text[..start]}\n {variable}={value},{Text[start..]}");
    }

    /// <summary>The input with a variable set to a number.</summary>
    public PwInput With(string namelist, string variable, double value) => With(namelist, variable, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The input without a variable.</summary>
    public PwInput Without(string namelist, string variable)
    {
        if (Place(namelist, variable) is not { } place)
        {
            return this;
        }

        var end = place.Value.End.Value;
        while (end < _bare.Length && _bare[end] is ' ' or ',')
        {
            end++;
        }

        return new PwInput(_name, Text[..place.Whole.Start] + Text[end..]);
    }

    /// <summary>The input with other text for a card's lines.</summary>
    public PwInput WithCard(string card, IEnumerable<string> lines)
    {
        var match = CardForm(card).Match(_bare);
        var start = match.Index + match.Length;
        var end = start;
        foreach (var line in _bare[start..].Split('\n').Select((text, n) => (Text: text, First: n == 0)))
        {
            if (!line.First && CardName().IsMatch(line.Text.Trim()))
            {
                break;
            }

            end += line.Text.Length + 1;
        }

        return new PwInput(_name, $"{Text[..start]}\n{string.Join('\n', lines)}\n{(end < Text.Length ? Text[end..] : "")}");
    }

    // From behind the namelist's name to its slash.
    private (int Start, int End)? Span(string namelist) =>
        Regex.Match(_bare, $@"^[ \t]*&{namelist}\b(?<inside>.*?)^[ \t]*/", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.Singleline) is { Success: true } match
            ? (match.Groups["inside"].Index, match.Groups["inside"].Index + match.Groups["inside"].Length)
            : null;

    private (Range Whole, Range Value)? Place(string namelist, string variable)
    {
        if (Span(namelist) is not var (start, end))
        {
            return null;
        }

        var match = Regex.Match(
            _bare[start..end], $@"(?<![\w(]){Regex.Escape(variable)}[ \t]*=[ \t]*(?<value>'[^']*'|""[^""]*""|[^\s,!]+)", RegexOptions.IgnoreCase);
        if (!match.Success)
        {
            return null;
        }

        var value = match.Groups["value"];
        return ((start + match.Index)..(start + match.Index + match.Length), (start + value.Index)..(start + value.Index + value.Length));
    }

    private static Regex CardForm(string card) => new($@"^[ \t]*{card}\b(?<option>[^\n]*)", RegexOptions.IgnoreCase | RegexOptions.Multiline);

    [GeneratedRegex(@"'[^'\n]*'|""[^""\n]*""|![^\n]*")]
    private static partial Regex Blanked();

    [GeneratedRegex("^(ATOMIC_|K_POINTS|CELL_PARAMETERS|CONSTRAINTS|OCCUPATIONS|SOLVENTS|ADDITIONAL_K_POINTS)", RegexOptions.IgnoreCase)]
    private static partial Regex CardName();
}
