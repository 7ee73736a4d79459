using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Domain;

/// <summary>Values of one key in a forbidden combination: those of a list, or all numbers within bounds.</summary>
public sealed partial record ForbiddenValues
{
    private const double Tolerance = 1e-9;

    /// <summary>The listed values; null when bounds say which.</summary>
    public IReadOnlyList<ParameterValue>? OneOf { get; private init; }

    /// <summary>Least number; negative infinity without one, or when values are listed.</summary>
    public double Lower { get; private init; } = double.NegativeInfinity;

    /// <summary>Whether <see cref="Lower"/> itself is forbidden.</summary>
    public bool IncludesLower { get; private init; }

    /// <summary>Greatest number; infinity without one, or when values are listed.</summary>
    public double Upper { get; private init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Upper"/> itself is forbidden.</summary>
    public bool IncludesUpper { get; private init; }

    /// <summary>Listed values, at least one.</summary>
    public static ForbiddenValues Listed(IReadOnlyList<ParameterValue> values) => new() { OneOf = values };

    /// <summary>Reads bounds such as <c>&gt;= 60</c> or <c>&gt; 20 and &lt;= 60</c>; null when the text is none.</summary>
    public static ForbiddenValues? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new ForbiddenValues();
        var (lowers, uppers) = (0, 0);
        foreach (var part in text.Split("and"))
        {
            var match = BoundForm().Match(part);
            if (!match.Success
                || !double.TryParse(match.Groups[2].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number))
            {
                return null;
            }

            var includes = match.Groups[1].Value is ">=" or "<=";
            if (match.Groups[1].Value[0] == '>')
            {
                lowers++;
                values = values with { Lower = number, IncludesLower = includes };
            }
            else
            {
                uppers++;
                values = values with { Upper = number, IncludesUpper = includes };
            }
        }

        return lowers <= 1 && uppers <= 1 && values.Lower <= values.Upper ? values : null;
    }

    /// <summary>Whether a value is among these.</summary>
    public bool Contain(ParameterValue value)
    {
        if (OneOf is null)
        {
            return (IncludesLower ? value.Number >= Lower : value.Number > Lower) && (IncludesUpper ? value.Number <= Upper : value.Number < Upper);
        }

        foreach (var listed in OneOf)
        {
            if (listed.IsNumber && value.IsNumber ? Math.Abs(listed.Number - value.Number) <= Tolerance * Math.Max(1, Math.Abs(listed.Number)) : listed == value)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far a value that is among these is from the nearest that is not, relative to its size; 1 for listed ones.</summary>
    public double Depth(ParameterValue value)
    {
        if (OneOf is not null)
        {
            return 1;
        }

        var distance = Math.Min(value.Number - Lower, Upper - value.Number);
        return Math.Max(double.Epsilon, distance / Math.Max(1, Math.Max(Math.Abs(value.Number), distance)));
    }

    /// <summary>The values as a campaign file writes them.</summary>
    public override string ToString()
    {
        if (OneOf is not null)
        {
            return OneOf is [var only] ? only.ToString() : $"[{string.Join(", ", OneOf)}]";
        }

        var lower = double.IsFinite(Lower) ? $"{(IncludesLower ? ">=" : ">")} {Lower.ToString("R", CultureInfo.InvariantCulture)}" : null;
        var upper = double.IsFinite(Upper) ? $"{(IncludesUpper ? "<=" : "<")} {Upper.ToString("R", CultureInfo.InvariantCulture)}" : null;
        return string.Join(" and ", new[] { lower, upper }.Where(bound => bound is not null));
    }

    [GeneratedRegex(@"^\s*(>=|<=|>|<)\s*(\S+)\s*$")]
    private static partial Regex BoundForm();
}
