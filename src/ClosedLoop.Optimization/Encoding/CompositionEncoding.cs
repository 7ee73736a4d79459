using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Amounts that sum to a total, each part as its position between its bounds. Works in whole steps, so every value is exactly on the grid.</summary>
internal sealed class CompositionEncoding : IParameterEncoding
{
    private readonly CompositionParameter _parameter;
    private readonly int[] _lower;
    private readonly int[] _upper;
    private readonly int _total;

    // For each part and each sum that it and the parts after it are to have: the number of ways, divided by the part's scale and by those of the parts after it.
    private readonly double[][] _ways;
    private readonly double[] _scales;

    public CompositionEncoding(CompositionParameter parameter)
    {
        _parameter = parameter;
        _total = Steps(parameter.Total);
        _lower = [.. parameter.Parts.Select(part => Steps(part.Lower))];
        var least = _lower.Sum();

        // No part can exceed what the others' least amounts leave.
        _upper = [.. parameter.Parts.Select((part, i) => Math.Min(Steps(part.Upper), _total - least + _lower[i]))];
        LengthScales = [.. parameter.Parts.Select(part => part.Name)];
        (_ways, _scales) = (new double[Width][], new double[Width]);
        Cardinality = Count();
    }

    public int Width => _lower.Length;

    public int Uniforms => _lower.Length - 1;

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
            values.Add(new(_parameter.Parts[i].Name, AmountOf(steps[i])));
        }
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<double> coordinates)
    {
        // Part after part, each amount as often as there are ways to go on from it: every composition is equally likely.
        var rest = _total;
        for (var part = 0; part < Width; part++)
        {
            var amount = part == Width - 1 ? rest : Amount(part, rest, uniforms[part]);
            coordinates[part] = Position(part, amount);
            rest -= amount;
        }
    }

    public void Uniform(ReadOnlySpan<double> coordinates, Span<double> uniforms)
    {
        var steps = ToSteps(coordinates);
        var rest = _total;
        for (var part = 0; part < Width - 1; part++)
        {
            var before = 0.0;
            for (var amount = _lower[part]; amount < steps[part]; amount++)
            {
                before += WaysAfter(part, rest - amount);
            }

            uniforms[part] = (before + (0.5 * WaysAfter(part, rest - steps[part]))) / (_ways[part][rest] * _scales[part]);
            rest -= steps[part];
        }
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

    // From the last part to the first, each row scaled to a greatest value of one so that nothing overflows.
    private double Count()
    {
        var after = new double[_total + 1];
        after[0] = 1;
        var logScale = 0.0;
        for (var part = Width - 1; part >= 0; part--)
        {
            var ways = WindowSums(after, _lower[part], _upper[part]);
            _scales[part] = Math.Max(double.Epsilon, ways.Max());
            logScale += Math.Log(_scales[part]);
            _ways[part] = after = [.. ways.Select(each => each / _scales[part])];
        }

        var count = after[_total] * Math.Exp(logScale);
        return count < 1e15 ? Math.Round(count) : count;
    }

    // For each sum s: Σ before[s − amount] over all amounts within the bounds. Sums of blocks as long as the window, from both ends, need no subtraction (van
    // Herk 1992), so that small counts keep their digits beside great ones.
    private static double[] WindowSums(double[] before, int lower, int upper)
    {
        var width = upper - lower + 1;
        var prefix = new double[before.Length];
        var suffix = new double[before.Length];
        for (var i = 0; i < before.Length; i++)
        {
            prefix[i] = before[i] + (i % width == 0 ? 0 : prefix[i - 1]);
        }

        for (var i = before.Length - 1; i >= 0; i--)
        {
            suffix[i] = before[i] + ((i + 1) % width == 0 || i == before.Length - 1 ? 0 : suffix[i + 1]);
        }

        var sums = new double[before.Length];
        for (var s = lower; s < sums.Length; s++)
        {
            var (first, last) = (s - upper, s - lower);
            sums[s] = first <= 0 || first % width == 0 ? prefix[last] : suffix[first] + prefix[last];
        }

        return sums;
    }

    // The ways of the parts after this one to make up what an amount leaves; the last part leaves nothing.
    private double WaysAfter(int part, int rest) => rest < 0 ? 0 : part == Width - 1 ? (rest == 0 ? 1 : 0) : _ways[part + 1][rest];

    // The amount at which the ways counted so far pass a share of all.
    private int Amount(int part, int rest, double share)
    {
        var wanted = share * _ways[part][rest] * _scales[part];
        var counted = 0.0;
        var last = -1;
        for (var amount = _lower[part]; amount <= Math.Min(_upper[part], rest) && counted <= wanted; amount++)
        {
            if (WaysAfter(part, rest - amount) is > 0 and var ways)
            {
                counted += ways;
                last = amount;
            }
        }

        return last >= 0 ? last : throw new InvalidOperationException($"{_parameter.Name}: no amounts within the bounds sum to {_parameter.Total}");
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
    private double AmountOf(int steps) =>
        _parameter.Step is > 1e-15 and < 1e15 ? (double)(steps * (decimal)_parameter.Step) : steps * _parameter.Step;
}
