using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Σ coefficient · key + constant: what a formula is when it is linear.</summary>
internal sealed class LinearSum
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, double> _coefficients = new(StringComparer.Ordinal);

    /// <summary>The part without a key.</summary>
    public double Constant { get; private set; }

    /// <summary>Key and coefficient in order of first appearance; none is zero.</summary>
    public IEnumerable<KeyValuePair<string, double>> Terms =>
        _order.Where(key => _coefficients[key] != 0).Select(key => KeyValuePair.Create(key, _coefficients[key]));

    private bool IsConstant => _order.Count == 0;

    /// <summary>The formula as a sum; null when it is not linear.</summary>
    public static LinearSum? Of(Formula formula) => formula switch
    {
        NumberFormula number => Of(number.Number),
        NameFormula name => Of(name.Name),
        OperationFormula operation when Of(operation.Left) is { } left && Of(operation.Right) is { } right => Of(operation.Operation, left, right),
        _ => null,
    };

    /// <summary>This plus a multiple of another.</summary>
    public LinearSum Plus(LinearSum other, double factor = 1)
    {
        var sum = new LinearSum { Constant = Constant + (factor * other.Constant) };
        foreach (var key in _order)
        {
            sum.Add(key, _coefficients[key]);
        }

        foreach (var key in other._order)
        {
            sum.Add(key, factor * other._coefficients[key]);
        }

        return sum;
    }

    private static LinearSum? Of(Operation operation, LinearSum left, LinearSum right) => operation switch
    {
        Operation.Add => left.Plus(right),
        Operation.Subtract => left.Plus(right, -1),
        Operation.Multiply when right.IsConstant => Of(0).Plus(left, right.Constant),
        Operation.Multiply when left.IsConstant => Of(0).Plus(right, left.Constant),
        Operation.Divide when right is { IsConstant: true, Constant: not 0 } => Of(0).Plus(left, 1 / right.Constant),
        Operation.Power when left.IsConstant && right.IsConstant => Of(Math.Pow(left.Constant, right.Constant)),
        Operation.Power when right is { IsConstant: true, Constant: 1 } => left,
        _ => null,
    };

    private static LinearSum Of(double constant) => new() { Constant = constant };

    private static LinearSum Of(string key)
    {
        var sum = new LinearSum();
        sum.Add(key, 1);
        return sum;
    }

    private void Add(string key, double coefficient)
    {
        if (!_coefficients.TryAdd(key, coefficient))
        {
            _coefficients[key] += coefficient;
            return;
        }

        _order.Add(key);
    }
}
