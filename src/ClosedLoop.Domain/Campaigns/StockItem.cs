namespace ClosedLoop.Domain;

/// <summary>Something that steps use up.</summary>
/// <param name="Name">Which.</param>
/// <param name="Amount">How much there is at the start.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Uses">Capability → what one step uses up: an amount, or, where that is null, as much as the named command parameter says.</param>
public sealed record StockItem(string Name, double Amount, string? Unit, IReadOnlyDictionary<string, (double? Amount, string? Parameter)> Uses)
{
    /// <summary>How much one step uses up, in the item's unit; never below 0.</summary>
    /// <param name="capability">What the step needs of its instrument.</param>
    /// <param name="inputs">Command parameter → value.</param>
    public double UsedBy(string capability, IReadOnlyDictionary<string, ParameterValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return !Uses.TryGetValue(capability, out var use) ? 0
            : use.Amount ?? (inputs.TryGetValue(use.Parameter!, out var value) && value.IsNumber ? Math.Max(0, value.Number) : 0);
    }
}
