namespace ClosedLoop.Domain;

/// <summary>A constant.</summary>
/// <param name="Number">Its value.</param>
public sealed record NumberFormula(double Number) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Names => [];

    /// <inheritdoc/>
    public override Dual Evaluate(Func<string, Dual> values) => new(Number, 0);
}
