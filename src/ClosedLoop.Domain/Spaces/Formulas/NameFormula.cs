namespace ClosedLoop.Domain;

/// <summary>The value of a key.</summary>
/// <param name="Name">The key.</param>
public sealed record NameFormula(string Name) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Names => [Name];

    /// <inheritdoc/>
    public override Dual Evaluate(Func<string, Dual> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values(Name);
    }
}
