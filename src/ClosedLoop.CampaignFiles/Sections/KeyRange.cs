using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>The numbers that a key can have.</summary>
/// <param name="Lower">The least.</param>
/// <param name="Upper">The greatest.</param>
/// <param name="Levels">All of them; null when they are too many to list.</param>
/// <param name="Step">They are multiples of it; 0 when any number is possible.</param>
internal sealed record KeyRange(double Lower, double Upper, IReadOnlyList<double>? Levels, double Step)
{
    /// <summary>The numbers of a key of a parameter that has numbers.</summary>
    public static KeyRange Numbers(Parameter parameter, string key)
    {
        switch (parameter)
        {
            case ContinuousParameter p:
                return new(p.Lower, p.Upper, null, 0);
            case IntegerParameter p:
                return new(p.Lower, p.Upper, null, 1);
            case DiscreteParameter p:
                return new(p.Levels[0], p.Levels[^1], p.Levels, 0);
            case FixedParameter p:
                return new(p.Value.Number, p.Value.Number, [p.Value.Number], 0);
            case CompositionParameter p:
                var part = p.Parts.First(each => each.Name == key);
                return new(part.Lower, part.Upper, null, p.Step);
            default:
                throw new InvalidOperationException($"{parameter.GetType().Name} has no numbers");
        }
    }

    /// <summary>Whether a number is among these.</summary>
    public bool Includes(double number) => Levels is not null ? Levels.Contains(number)
        : number >= Lower && number <= Upper && (Step == 0 || Math.Abs((number / Step) - Math.Round(number / Step)) < 1e-6);

    /// <summary>The numbers in words.</summary>
    public override string ToString() => Levels is [var only] ? $"the fixed value {Text(only)}"
        : Levels is not null ? $"the levels {string.Join(", ", Levels.Select(Text))}"
        : $"values from {Text(Lower)} to {Text(Upper)}{(Step > 0 ? $" by {Text(Step)}" : "")}";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
