using System.Globalization;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Calculations;

/// <summary>One place of a template, typed.</summary>
/// <param name="Kind">What it takes.</param>
/// <param name="Formula">What is written there; a bare name where it takes a word.</param>
/// <param name="Where">File and line, for messages.</param>
internal sealed partial record Placeholder(PlaceholderKind Kind, Formula Formula, string Where)
{
    // Beyond this a double does not tell neighbouring whole numbers apart.
    private const double LargestInteger = 1e15;

    /// <summary>The text for these values.</summary>
    /// <exception cref="CalculationRefusedException">A value is missing, or is not of the kind that the place takes.</exception>
    public string Fill(IReadOnlyDictionary<string, ParameterValue> values) => Kind == PlaceholderKind.Word ? Word(values) : Number(values);

    private string Word(IReadOnlyDictionary<string, ParameterValue> values)
    {
        var name = Formula.Names.Single();
        var value = Of(name, values);
        var word = value.Text ?? throw new CalculationRefusedException($"{name} is {value}, and {Where} takes a name there; write {{{{{name}}}}} in the template for a number");
        return WordForm().IsMatch(word)
            ? word
            : throw new CalculationRefusedException($"{name} is '{word}'; {Where} takes letters, digits and . _ + - there, so that a value cannot change the input beyond its place");
    }

    private string Number(IReadOnlyDictionary<string, ParameterValue> values)
    {
        var number = Formula.Evaluate(name => new Dual(NumberOf(name, values), 0)).Value;
        if (!double.IsFinite(number))
        {
            throw new CalculationRefusedException($"{Where} has no finite value for {Told(values)}");
        }

        if (Kind == PlaceholderKind.Number)
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        return number == Math.Round(number) && Math.Abs(number) <= LargestInteger
            ? number.ToString("F0", CultureInfo.InvariantCulture)
            : throw new CalculationRefusedException($"{Where} takes a whole number and is {number.ToString("R", CultureInfo.InvariantCulture)} for {Told(values)}");
    }

    private double NumberOf(string name, IReadOnlyDictionary<string, ParameterValue> values)
    {
        var value = Of(name, values);
        return value.IsNumber ? value.Number : throw new CalculationRefusedException($"{name} is '{value}', and {Where} takes a number there; write {{{{{name}:word}}}} in the template for a name");
    }

    private ParameterValue Of(string name, IReadOnlyDictionary<string, ParameterValue> values) =>
        values.TryGetValue(name, out var value) ? value : throw new CalculationRefusedException($"'{name}' is missing; {Where} needs it");

    private string Told(IReadOnlyDictionary<string, ParameterValue> values) =>
        string.Join(", ", Formula.Names.Distinct(StringComparer.Ordinal).Select(name => $"{name} = {Of(name, values)}"));

    [GeneratedRegex(@"^[A-Za-z0-9._+\-]+$")]
    private static partial Regex WordForm();
}
