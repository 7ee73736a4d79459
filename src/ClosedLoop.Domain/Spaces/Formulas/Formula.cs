namespace ClosedLoop.Domain;

/// <summary>An expression over the keys of a candidate. Closed set: number, name, operation, function.</summary>
public abstract record Formula
{
    /// <summary>Reads a formula such as <c>a * c_over_a</c>.</summary>
    /// <exception cref="FormulaException">The text is no formula; the message says what is wrong, where, and what would be right.</exception>
    public static Formula Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FormulaParser.Expression(text);
    }

    /// <summary>The names in it, in order of appearance, repeated as they are.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Its value and derivative; NaN where it has none.</summary>
    /// <param name="values">Value and derivative of each name.</param>
    public abstract Dual Evaluate(Func<string, Dual> values);
}
