using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Calculations;

/// <summary>The input of abinit 9 as text, of which single variables can be read and set. Format: https://docs.abinit.org/guide/abinit/#3.</summary>
internal sealed partial class AbinitInput
{
    private readonly string _name;

    // The text with comments and the insides of quotes blanked; as long as the text.
    private readonly string _bare;

    public AbinitInput(string name, string text)
    {
        (_name, Text) = (name, text);
        _bare = Blanked().Replace(text, match => match.Value[0] == '"' ? $"\"{new string(' ', match.Length - 2)}\"" : new string(' ', match.Length));
    }

    /// <summary>The whole input.</summary>
    public string Text { get; }

    /// <summary>The files of the pseudopotentials, each with the number of protons that the input gives it.</summary>
    public IReadOnlyList<(string File, int Protons)> Pseudopotentials()
    {
        var files = Quoted("pseudos")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var protons = Numbers("znucl");
        return files.Length > 0 && files.Length == protons.Count
            ? [.. files.Zip(protons, (file, number) => (file, (int)Math.Round(number)))]
            : throw new TemplateException($"{_name}: pseudos must name as many files, in one pair of quotes and with commas between, as znucl has numbers");
    }

    /// <summary>The numbers behind a variable's name; none when it is not set.</summary>
    public IReadOnlyList<double> Numbers(string variable) => Regex.Match(_bare, $@"(?<!\S){variable}(?<numbers>(\s+[-+]?[\d.]+([dDeE][-+]?\d+)?)+)(?!\S)") is { Success: true } match
        ? [.. match.Groups["numbers"].Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
            .Select(word => double.Parse(word.Replace('d', 'e').Replace('D', 'e'), CultureInfo.InvariantCulture))]
        : [];

    /// <summary>The input with a variable set to a text, in its place or at the end.</summary>
    public AbinitInput WithQuoted(string variable, string value) => With(variable, @"""[^""]*""", $"\"{value}\"");

    /// <summary>The input with a variable set to a whole number, in its place or at the end.</summary>
    public AbinitInput With(string variable, int value) => With(variable, @"\d+", value.ToString(CultureInfo.InvariantCulture));

    private string? Quoted(string variable) => Place(variable, @"""[^""]*""") is { } place ? Text[place].Trim('"') : null;

    private AbinitInput With(string variable, string form, string value) => new(
        _name, Place(variable, form) is { } place ? Text[..place.Start] + value + Text[place.End..] : $"{Text.TrimEnd()}\n{variable} {value}\n");

    private Range? Place(string variable, string form) => Regex.Match(_bare, $@"(?<!\S){variable}\s+(?<value>{form})") is { Success: true } match
        ? match.Groups["value"].Index..(match.Groups["value"].Index + match.Groups["value"].Length)
        : null;

    [GeneratedRegex("\"[^\"]*\"|[#!][^\\n]*")]
    private static partial Regex Blanked();
}
