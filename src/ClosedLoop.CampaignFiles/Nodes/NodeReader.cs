using System.Globalization;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>
/// Reads values out of nodes. Each method gives null and adds an error, which says what would be right, when a node does not hold such a value.
/// </summary>
internal sealed partial class NodeReader(FileErrors errors)
{
    /// <summary>Longest name of anything.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Where mistakes go.</summary>
    public FileErrors Errors => errors;

    /// <summary>A map with known keys.</summary>
    public MapReader? Map(FileNode node, Shape shape, string example) =>
        node is MapNode map ? new MapReader(map, shape, this) : Wrong<MapReader>(node, $"expected a map such as {example}, found {node.Kind}");

    /// <summary>A map whose keys the author chooses; null when it is none or empty.</summary>
    public MapNode? Entries(FileNode node, string example) => node is MapNode { Entries.Count: > 0 } map
        ? map
        : Wrong<MapNode>(node, $"expected {example}, found {(node is MapNode ? "an empty map" : node.Kind)}");

    /// <summary>A list; null when it is none or empty.</summary>
    public IReadOnlyList<FileNode>? List(FileNode node, string example) => node is ListNode { Items.Count: > 0 } list
        ? list.Items
        : Wrong<IReadOnlyList<FileNode>>(node, $"expected a list such as {example}, found {(node is ListNode ? "an empty list" : node.Kind)}");

    /// <summary>Any text but nothing.</summary>
    public string? Text(FileNode node, string example) => node is ScalarNode { IsNothing: false } scalar && scalar.Text.Trim().Length > 0
        ? scalar.Text
        : Wrong<string>(node, $"expected text such as {example}, found {(node is ScalarNode ? "nothing" : node.Kind)}");

    /// <summary>A finite number.</summary>
    public double? Number(FileNode node)
    {
        if (node is not ScalarNode { IsNothing: false } scalar)
        {
            errors.Add(node, $"expected a number, found {node.Kind}");
            return null;
        }

        var isNumber = TryNumber(scalar.Text, out var number);
        if (isNumber && !scalar.Quoted)
        {
            return number;
        }

        errors.Add(node, isNumber
            ? $"\"{scalar.Text}\" is text; write the number without quotes"
            : $"{scalar.Kind} is not a number; write it like 12, 0.5 or 1e-3");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int? WholeNumber(FileNode node, int least, int most = int.MaxValue)
    {
        if (Number(node) is not { } number)
        {
            return null;
        }

        if (number != Math.Floor(number) || number < least || number > most)
        {
            var range = most == int.MaxValue ? $"use a whole number of at least {least}" : $"use a whole number from {least} to {most}";
            errors.Add(node, $"{((ScalarNode)node).Text} is not possible here; {range}");
            return null;
        }

        return (int)number;
    }

    /// <summary>A number within bounds, both included.</summary>
    public double? NumberWithin(FileNode node, double least, double most)
    {
        var read = Number(node);
        if (read is not { } number || (number >= least && number <= most))
        {
            return read;
        }

        errors.Add(node, $"{number} is not possible here; use a number {(most == double.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}");
        return null;
    }

    /// <summary>A number, or a word or quoted text.</summary>
    public ParameterValue? Value(FileNode node)
    {
        if (node is ScalarNode { Quoted: false } plain && TryNumber(plain.Text, out var number))
        {
            return new ParameterValue(number);
        }

        return Text(node, "3 or a word") is { } text ? new ParameterValue(text) : default(ParameterValue?);
    }

    /// <summary>Whether there is more than one level to choose from.</summary>
    public bool Several(FileNode node, int count)
    {
        if (count < 2)
        {
            errors.Add(node, "a single level leaves nothing to choose; list at least two, or use type: fixed");
        }

        return count >= 2;
    }

    /// <summary>Whether a lower bound is below the upper one, by no more than numbers can tell.</summary>
    public bool Ascend(MapReader keys, double lower, double upper)
    {
        if (lower >= upper)
        {
            errors.Add(keys.Find("upper")!, $"the upper bound {upper} is not above the lower bound {lower}");
            return false;
        }

        if (!double.IsFinite(upper - lower))
        {
            errors.Add(keys.Find("upper")!, $"the range from {lower} to {upper} is too wide to compute with");
            return false;
        }

        return true;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(FileNode node)
    {
        switch (node)
        {
            case ScalarNode { Text: "true", Quoted: false }:
                return true;
            case ScalarNode { Text: "false", Quoted: false }:
                return false;
            default:
                errors.Add(node, $"expected true or false, found {node.Kind}");
                return null;
        }
    }

    /// <summary>A duration above zero.</summary>
    public TimeSpan? Duration(FileNode node)
    {
        if (node is not ScalarNode { IsNothing: false } scalar)
        {
            errors.Add(node, $"expected a duration such as '30 s' or '10 min', found {node.Kind}");
            return null;
        }

        if (DurationText.Parse(scalar.Text.Trim()) is { } duration)
        {
            if (duration > TimeSpan.Zero)
            {
                return duration;
            }

            errors.Add(node, $"'{scalar.Text}' is no time at all; use a duration above zero");
            return null;
        }

        errors.Add(node, TryNumber(scalar.Text, out _)
            ? $"{scalar.Text} has no unit; write '{scalar.Text} s', '{scalar.Text} min', '{scalar.Text} h' or '{scalar.Text} d'"
            : $"'{scalar.Text}' is not a duration; write it like '30 s', '10 min', '1 h 30 min', '2 d' or 00:10:00");
        return null;
    }

    /// <summary>A name that may become part of a topic and of a folder's name.</summary>
    public string? Name(FileNode node, string what)
    {
        if (Text(node, A(what)) is not { } text)
        {
            return null;
        }

        if (text.Length <= MaxNameLength && TopicName().IsMatch(text))
        {
            return text;
        }

        errors.Add(node, $"'{text}' cannot be {A(what)}; use letters, digits, '-' and '_' only, at most {MaxNameLength} of them");
        return null;
    }

    /// <summary>A name that may stand in a formula: of a parameter, a part or an output.</summary>
    public string? Key(FileNode node, string what)
    {
        if (Text(node, A(what)) is not { } text)
        {
            return null;
        }

        if (text.Length <= MaxNameLength && FormulaName().IsMatch(text))
        {
            return text;
        }

        errors.Add(node, $"'{text}' cannot be {A(what)}; start with a letter, then use letters, digits and '_' only, at most {MaxNameLength} in all");
        return null;
    }

    /// <summary>One of several words.</summary>
    public T? Choice<T>(FileNode node, string what, params IReadOnlyList<(string Word, T Value)> choices)
        where T : struct
    {
        foreach (var (word, value) in choices)
        {
            if (node is ScalarNode scalar && scalar.Text == word)
            {
                return value;
            }
        }

        var words = choices.Select(choice => choice.Word).ToList();
        var use = words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        errors.Add(node, node is ScalarNode { IsNothing: false } written
            ? $"'{written.Text}' is not {A(what)}; use {use}"
            : $"expected {A(what)}, found {node.Kind}; use {use}");
        return null;
    }

    /// <summary>Reads a finite number as a file writes it.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string A(string what) => what[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? $"an {what}" : $"a {what}";

    private T? Wrong<T>(FileNode node, string message)
        where T : class
    {
        errors.Add(node, message);
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex TopicName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex FormulaName();
}
