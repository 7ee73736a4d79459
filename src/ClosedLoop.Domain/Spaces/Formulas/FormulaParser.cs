using System.Globalization;
using System.Text.RegularExpressions;

namespace ClosedLoop.Domain;

/// <summary>Reads a formula such as <c>2*a + exp(-b)^2</c>, or a comparison of two, by recursive descent.</summary>
internal sealed partial class FormulaParser
{
    private const int MaxTokens = 400;
    private const string WholeComparison = "write it like 'a + 2*b <= 10'";
    private const string WholeFormula = "write it like 'a + 2*b'";

    private readonly List<(string Text, int Position)> _tokens = [];
    private readonly int _end;
    private readonly string _whole;
    private int _next;

    private FormulaParser(string text, string whole)
    {
        (_end, _whole) = (text.Length + 1, whole);
        for (var at = 0; at < text.Length;)
        {
            var match = TokenForm().Match(text, at);
            if (!match.Success)
            {
                throw new FormulaException(at + 1, $"'{text[at]}' has no meaning in a formula; {whole}");
            }

            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                _tokens.Add((match.Value, at + 1));
            }

            at += match.Length;
        }

        if (_tokens.Count > MaxTokens)
        {
            throw new FormulaException(_tokens[MaxTokens].Position, $"it has more than {MaxTokens} terms and signs");
        }
    }

    private string? Token => _next < _tokens.Count ? _tokens[_next].Text : null;

    private int Position => _next < _tokens.Count ? _tokens[_next].Position : _end;

    /// <summary>Both sides and how they compare.</summary>
    public static (Formula Left, Relation Relation, Formula Right) Comparison(string text) => new FormulaParser(text, WholeComparison).Comparison();

    /// <summary>One side alone.</summary>
    public static Formula Expression(string text)
    {
        var parser = new FormulaParser(text, WholeFormula);
        var formula = parser.Sum();
        return parser.Token is null ? formula : throw parser.Wrong($"found '{parser.Token}' after the end; {WholeFormula}");
    }

    private (Formula Left, Relation Relation, Formula Right) Comparison()
    {
        var left = Sum();
        var relation = Token switch
        {
            "<=" or "≤" => Relation.AtMost,
            ">=" or "≥" => Relation.AtLeast,
            "<" => throw Wrong("'<' excludes its bound, which no instrument can tell apart; use <="),
            ">" => throw Wrong("'>' excludes its bound, which no instrument can tell apart; use >="),
            "=" or "==" =>
                throw Wrong("an equality leaves no room to search; use a parameter of type composition for parts with a fixed sum, or <= and >="),
            null => throw Wrong($"it compares nothing; {_whole}"),
            _ => throw Wrong($"found '{Token}' where an operator or a comparison belongs; {_whole}"),
        };
        _next++;
        var right = Sum();
        return Token is null
            ? (left, relation, right)
            : throw Wrong(ComparisonForm().IsMatch(Token) ? "it compares twice; write two constraints" : $"found '{Token}' after the end; {_whole}");
    }

    private Formula Sum()
    {
        var sum = Product();
        while (Token is "+" or "-")
        {
            sum = new OperationFormula(Take() == "+" ? Operation.Add : Operation.Subtract, sum, Product());
        }

        return sum;
    }

    private Formula Product()
    {
        var product = Signed();
        while (Token is "*" or "/")
        {
            product = new OperationFormula(Take() == "*" ? Operation.Multiply : Operation.Divide, product, Signed());
        }

        return product;
    }

    // A sign binds less than a power, as on paper: -x^2 is -(x^2).
    private Formula Signed()
    {
        if (Token is not ("+" or "-"))
        {
            return Power();
        }

        return Take() == "+" ? Signed() : new OperationFormula(Operation.Multiply, new NumberFormula(-1), Signed());
    }

    private Formula Power()
    {
        var power = Factor();
        if (Token != "^")
        {
            return power;
        }

        _next++;
        return new OperationFormula(Operation.Power, power, Signed());
    }

    private Formula Factor()
    {
        var token = Token ?? throw Wrong($"it ends too early; {_whole}");
        if (token == "(")
        {
            var open = Position;
            _next++;
            var inner = Sum();
            Close(open);
            return inner;
        }

        if (char.IsAsciiLetter(token[0]))
        {
            var name = Position;
            _next++;
            return Token == "(" ? Function(token, name) : new NameFormula(token);
        }

        if (!double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            throw Wrong($"found '{token}' where a number or a parameter belongs; {_whole}");
        }

        _next++;
        return new NumberFormula(number);
    }

    private FunctionFormula Function(string name, int position)
    {
        if (!FunctionFormula.Known.Contains(name))
        {
            throw new FormulaException(position, $"'{name}' is no function; the functions are {string.Join(", ", FunctionFormula.Known)}");
        }

        var open = Position;
        var arguments = new List<Formula>();
        do
        {
            _next++;
            arguments.Add(Sum());
        }
        while (Token == ",");
        Close(open);
        var isRight = FunctionFormula.TakesSeveral(name) ? arguments.Count > 1 : arguments.Count == 1;
        return isRight ? new FunctionFormula(name, arguments)
            : throw new FormulaException(position, $"{name} takes {(FunctionFormula.TakesSeveral(name) ? "two values or more" : "one value")}, found {arguments.Count}");
    }

    private void Close(int open)
    {
        if (Token != ")")
        {
            throw Token is null || ComparisonForm().IsMatch(Token)
                ? new FormulaException(open, "a parenthesis is not closed; add ')'")
                : Wrong($"found '{Token}' where an operator or ')' belongs; {_whole}");
        }

        _next++;
    }

    private string Take() => _tokens[_next++].Text;

    private FormulaException Wrong(string message) => new(Position, message);

    [GeneratedRegex(@"\G(?:\s+|[A-Za-z][A-Za-z0-9_]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|<=|>=|==|[≤≥<>=+\-*/^(),])")]
    private static partial Regex TokenForm();

    [GeneratedRegex("^(?:<=|>=|==|[≤≥<>=])$")]
    private static partial Regex ComparisonForm();
}
