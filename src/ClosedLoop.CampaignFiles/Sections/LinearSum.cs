namespace ClosedLoop.CampaignFiles;

/// <summary>Σ coefficient · key + constant, as a formula is read.</summary>
internal sealed class LinearSum
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, double> _coefficients = new(StringComparer.Ordinal);

    /// <summary>The part without a key.</summary>
    public double Constant { get; private set; }

    /// <summary>Key and coefficient in order of first appearance; none is zero.</summary>
    public IEnumerable<KeyValuePair<string, double>> Terms =>
        _order.Where(key => _coefficients[key] != 0).Select(key => KeyValuePair.Create(key, _coefficients[key]));

    /// <summary>Whether no key was written, not even one that cancels.</summary>
    public bool IsConstant => _order.Count == 0;

    /// <summary>A number.</summary>
    public static LinearSum Of(double constant) => new() { Constant = constant };

    /// <summary>A key.</summary>
    public static LinearSum Of(string key)
    {
        var sum = new LinearSum();
        sum.Add(key, 1);
        return sum;
    }

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
