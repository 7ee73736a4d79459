namespace ClosedLoop.Domain;

/// <summary>Two formulas joined by an operation.</summary>
/// <param name="Operation">What joins them.</param>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
public sealed record OperationFormula(Operation Operation, Formula Left, Formula Right) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Names => Left.Names.Concat(Right.Names);

    /// <inheritdoc/>
    public override Dual Evaluate(Func<string, Dual> values)
    {
        var (left, right) = (Left.Evaluate(values), Right.Evaluate(values));
        return Operation switch
        {
            Operation.Add => left + right,
            Operation.Subtract => left - right,
            Operation.Multiply => left * right,
            Operation.Divide => left / right,
            Operation.Power => Dual.Power(left, right),
            _ => throw new InvalidOperationException($"Unknown operation {Operation}"),
        };
    }
}
