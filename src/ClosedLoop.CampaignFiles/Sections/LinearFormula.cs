using System.Globalization;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads <c>temperature + 2*t &lt;= 120</c>: sums and differences of multiples of keys, with parentheses, on both sides of one comparison.</summary>
internal sealed partial class LinearFormula
{
    private const int MaxTokens = 400;
    private const string WholeFormula = "write it like 'a + 2*b <= 10'";

    private readonly List<string> _tokens;
    private int _next;

    private LinearFormula(List<string> tokens) => _tokens = tokens;

    private string? Token => _next < _tokens.Count ? _tokens[_next] : null;

    /// <summary>The left side minus the right side, and how it compares with zero.</summary>
    /// <exception cref="FormatException">The text is no linear comparison; the message says why and what would be right.</exception>
    public static (LinearSum Sum, Relation Relation) Parse(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var match = TokenForm().Match(text, at);
            if (!match.Success)
            {
                throw new FormatException($"'{text[at]}' has no meaning in a constraint; {WholeFormula}");
            }

            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                tokens.Add(match.Value);
            }

            at += match.Length;
        }

        if (tokens.Count > MaxTokens)
        {
            throw new FormatException($"it has more than {MaxTokens} terms and signs");
        }

        return new LinearFormula(tokens).ParseComparison();
    }

    private (LinearSum Sum, Relation Relation) ParseComparison()
    {
        var left = ParseSum();
        var relation = Token switch
        {
            "<=" or "≤" => Relation.AtMost,
            ">=" or "≥" => Relation.AtLeast,
            "<" => throw new FormatException("'<' excludes its bound, which no instrument can tell apart; use <="),
            ">" => throw new FormatException("'>' excludes its bound, which no instrument can tell apart; use >="),
            "=" or "==" =>
                throw new FormatException("an equality leaves no room to search; use a parameter of type composition for parts with a fixed sum, or <= and >="),
            null => throw new FormatException($"it compares nothing; {WholeFormula}"),
            _ => throw new FormatException($"found '{Token}' where an operator or a comparison belongs; {WholeFormula}"),
        };
        _next++;
        var right = ParseSum();
        return Token is null
            ? (left.Plus(right, -1), relation)
            : throw new FormatException(
                ComparisonForm().IsMatch(Token) ? "it compares twice; write two constraints" : $"found '{Token}' after the end; {WholeFormula}");
    }

    private LinearSum ParseSum()
    {
        var sum = ParseProduct();
        while (Token is "+" or "-")
        {
            var sign = _tokens[_next++] == "+" ? 1 : -1;
            sum = sum.Plus(ParseProduct(), sign);
        }

        return sum;
    }

    private LinearSum ParseProduct()
    {
        var product = ParseFactor();
        while (Token is "*" or "/")
        {
            var isDivision = _tokens[_next++] == "/";
            var factor = ParseFactor();
            if (isDivision)
            {
                product = factor is { IsConstant: true, Constant: not 0 }
                    ? LinearSum.Of(0).Plus(product, 1 / factor.Constant)
                    : throw new FormatException("it is not linear: divide by a number other than zero only");
                continue;
            }

            product = factor.IsConstant ? LinearSum.Of(0).Plus(product, factor.Constant)
                : product.IsConstant ? LinearSum.Of(0).Plus(factor, product.Constant)
                : throw new FormatException("it is not linear: multiply a parameter by numbers only");
        }

        return product;
    }

    private LinearSum ParseFactor()
    {
        var token = Token ?? throw new FormatException($"it ends too early; {WholeFormula}");
        _next++;
        if (token is "-" or "+")
        {
            return LinearSum.Of(0).Plus(ParseFactor(), token == "-" ? -1 : 1);
        }

        if (token == "(")
        {
            var inner = ParseSum();
            return Token == ")" ? Skip(inner) : throw new FormatException("a parenthesis is not closed; add ')'");
        }

        if (char.IsAsciiLetter(token[0]))
        {
            return LinearSum.Of(token);
        }

        return double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? LinearSum.Of(number)
            : throw new FormatException($"found '{token}' where a number or a parameter belongs; {WholeFormula}");
    }

    private LinearSum Skip(LinearSum sum)
    {
        _next++;
        return sum;
    }

    [GeneratedRegex(@"\G(?:\s+|[A-Za-z][A-Za-z0-9_]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|<=|>=|==|[≤≥<>=+\-*/()])")]
    private static partial Regex TokenForm();

    [GeneratedRegex("^(?:<=|>=|==|[≤≥<>=])$")]
    private static partial Regex ComparisonForm();
}
