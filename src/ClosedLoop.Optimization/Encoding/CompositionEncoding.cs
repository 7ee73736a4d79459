using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Amounts that sum to a total, each part as its position between its bounds. Works in whole steps, so every value is exactly on the grid.</summary>
internal sealed class CompositionEncoding : IParameterEncoding
{
    private readonly CompositionParameter _parameter;
    private readonly int[] _lower;
    private readonly int[] _upper;
    private readonly int _total;

    public CompositionEncoding(CompositionParameter parameter)
    {
        _parameter = parameter;
        _total = Steps(parameter.Total);
        _lower = [.. parameter.Parts.Select(part => Steps(part.Lower))];
        var least = _lower.Sum();

        // No part can exceed what the others' least amounts leave.
        _upper = [.. parameter.Parts.Select((part, i) => Math.Min(Steps(part.Upper), _total - least + _lower[i]))];
        LengthScales = [.. parameter.Parts.Select(part => part.Name)];
        Cardinality = Count();
    }

    public int Width => _lower.Length;

    public int Uniforms => _lower.Length;

    public bool IsContinuous => false;

    public double Cardinality { get; }

    public IReadOnlyList<string> LengthScales { get; }

    public void Encode(Candidate candidate, Span<double> coordinates)
    {
        for (var i = 0; i < Width; i++)
        {
            coordinates[i] = Position(i, candidate[_parameter.Parts[i].Name].Number / _parameter.Step);
        }
    }

    public void Decode(ReadOnlySpan<double> coordinates, ICollection<KeyValuePair<string, ParameterValue>> values)
    {
        var steps = ToSteps(coordinates);
        for (var i = 0; i < Width; i++)
        {
            values.Add(new(_parameter.Parts[i].Name, Amount(steps[i])));
        }
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates)
    {
        // Normalized exponentials are uniform on the simplex.
        var shares = new double[Width];
        for (var i = 0; i < Width; i++)
        {
            shares[i] = -Math.Log(uniforms[i]);
        }

        var sum = shares.Sum();
        var free = _total - _lower.Sum();
        for (var i = 0; i < Width; i++)
        {
            coordinates[i] = Position(i, _lower[i] + (free * shares[i] / sum));
        }

        Write(ToSteps(coordinates), coordinates);
    }

    public IEnumerable<double[]> Neighbours(double[] coordinates)
    {
        var steps = ToSteps(coordinates);
        for (var from = 0; from < Width; from++)
        {
            for (var to = 0; to < Width; to++)
            {
                var most = from == to ? 0 : Math.Min(steps[from] - _lower[from], _upper[to] - steps[to]);
                for (var amount = 1; amount <= most; amount *= 2)
                {
                    var moved = (int[])steps.Clone();
                    moved[from] -= amount;
                    moved[to] += amount;
                    yield return Coordinates(moved);
                }
            }
        }
    }

    public IEnumerable<double[]> All() => Fill(new int[Width], 0, _total).Select(Coordinates);

    private IEnumerable<int[]> Fill(int[] steps, int part, int rest)
    {
        if (part == Width - 1)
        {
            if (rest >= _lower[part] && rest <= _upper[part])
            {
                steps[part] = rest;
                yield return steps;
            }

            yield break;
        }

        for (var amount = _lower[part]; amount <= Math.Min(_upper[part], rest); amount++)
        {
            steps[part] = amount;
            foreach (var filled in Fill(steps, part + 1, rest - amount))
            {
                yield return filled;
            }
        }
    }

    // Ways to reach each sum with the parts so far.
    private double Count()
    {
        var ways = new double[_total + 1];
        ways[0] = 1;
        for (var part = 0; part < Width; part++)
        {
            var next = new double[_total + 1];
            for (var sum = 0; sum <= _total; sum++)
            {
                for (var amount = _lower[part]; ways[sum] > 0 && amount <= _upper[part] && sum + amount <= _total; amount++)
                {
                    next[sum + amount] += ways[sum];
                }
            }

            ways = next;
        }

        return ways[_total];
    }

    private int Steps(double amount) => (int)Math.Round(amount / _parameter.Step);

    private double Position(int part, double steps) => _upper[part] == _lower[part] ? 0 : (steps - _lower[part]) / (_upper[part] - _lower[part]);

    private double[] Coordinates(int[] steps)
    {
        var coordinates = new double[Width];
        Write(steps, coordinates);
        return coordinates;
    }

    private void Write(int[] steps, Span<double> coordinates)
    {
        for (var i = 0; i < Width; i++)
        {
            coordinates[i] = Position(i, steps[i]);
        }
    }

    // Rounds to steps, then hands what the sum is short of (or over) one step at a time to the part that rounding, or a bound, wronged most.
    private int[] ToSteps(ReadOnlySpan<double> coordinates)
    {
        var exact = new double[Width];
        var steps = new int[Width];
        for (var i = 0; i < Width; i++)
        {
            exact[i] = _lower[i] + (coordinates[i] * (_upper[i] - _lower[i]));
            steps[i] = (int)Math.Clamp(Math.Round(exact[i]), _lower[i], _upper[i]);
        }

        for (var missing = _total - steps.Sum(); missing != 0; missing -= Math.Sign(missing))
        {
            var sign = Math.Sign(missing);
            var best = -1;
            for (var i = 0; i < Width; i++)
            {
                var room = sign > 0 ? steps[i] < _upper[i] : steps[i] > _lower[i];
                if (room && (best < 0 || sign * (exact[i] - steps[i]) > sign * (exact[best] - steps[best])))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                throw new InvalidOperationException($"{_parameter.Name}: no amounts within the bounds sum to {_parameter.Total}");
            }

            steps[best] += sign;
        }

        return steps;
    }

    // Decimal arithmetic keeps 3 × 0.1 at 0.3.
    private double Amount(int steps) =>
        _parameter.Step is > 1e-15 and < 1e15 ? (double)(steps * (decimal)_parameter.Step) : steps * _parameter.Step;
}
