namespace ClosedLoop.Domain;

/// <summary>A comparison of two formulas over numeric keys of a candidate in native units, such as <c>(x - 1)^2 + exp(y) &lt;= 4</c>.</summary>
public sealed record FormulaConstraint : Constraint
{
    /// <summary>Reads a comparison.</summary>
    /// <exception cref="FormulaException">The text is no comparison of formulas; the message says what is wrong, where, and what would be right.</exception>
    public FormulaConstraint(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        (Left, Relation, Right) = FormulaParser.Comparison(text);
        Keys = [.. Left.Names.Concat(Right.Names).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The comparison as it was written, but for blanks.</summary>
    public string Text { get; }

    /// <summary>The left side.</summary>
    public Formula Left { get; }

    /// <summary>How the sides compare.</summary>
    public Relation Relation { get; }

    /// <summary>The right side.</summary>
    public Formula Right { get; }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Keys { get; }

    /// <summary>By how much the greater side is to be lowered, with its derivative; at most 0 when the constraint holds exactly, NaN where it has no value.</summary>
    /// <param name="values">Value and derivative of each key.</param>
    public Dual Excess(Func<string, Dual> values)
    {
        var (left, right) = (Left.Evaluate(values), Right.Evaluate(values));
        return Relation == Relation.AtMost ? left - right : right - left;
    }

    /// <inheritdoc/>
    public override bool Holds(Candidate candidate) => Violation(candidate) == 0;

    /// <inheritdoc/>
    public override double Violation(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        Dual Of(string key) => new(candidate[key].Number, 0);
        var (left, right) = (Left.Evaluate(Of).Value, Right.Evaluate(Of).Value);
        var excess = Relation == Relation.AtMost ? left - right : right - left;
        var scale = Math.Max(Math.Abs(left), Math.Abs(right));
        return !double.IsFinite(scale) ? double.PositiveInfinity
            : excess <= Tolerance * Math.Max(1, scale) ? 0
            : excess / scale;
    }

    /// <inheritdoc/>
    public bool Equals(FormulaConstraint? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The comparison as it was written.</summary>
    public override string ToString() => Text;
}
