using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Candidates of a search space as points of the unit cube, parameter after parameter, and back to the nearest valid values.</summary>
internal sealed class SpaceEncoding
{
    private readonly IParameterEncoding[] _parameters;
    private readonly int[] _offsets;
    private readonly int[] _continuous;

    private SpaceEncoding(IEnumerable<IParameterEncoding> parameters)
    {
        _parameters = [.. parameters];
        _offsets = new int[_parameters.Length + 1];
        for (var p = 0; p < _parameters.Length; p++)
        {
            _offsets[p + 1] = _offsets[p] + _parameters[p].Width;
        }

        var names = _parameters.SelectMany(parameter => parameter.LengthScales).ToArray();
        string[] distinct = [.. names.Distinct()];
        LengthScaleNames = distinct;
        Groups = [.. names.Select(name => Array.IndexOf(distinct, name))];
        Nominal = new bool[LengthScaleNames.Count];
        for (var p = 0; p < _parameters.Length; p++)
        {
            foreach (var group in Groups[_offsets[p].._offsets[p + 1]])
            {
                Nominal[group] = _parameters[p].IsNominal;
            }
        }

        _continuous = [.. Enumerable.Range(0, _parameters.Length).Where(p => _parameters[p] is IContinuousEncoding)];
        Continuous = [.. _continuous.Select(p => (IContinuousEncoding)_parameters[p])];
        Context = [.. Enumerable.Range(0, _parameters.Length).Where(p => _parameters[p] is ContextEncoding).Select(p => (_offsets[p], _parameters[p].All().First()[0]))];
        Uniforms = _parameters.Sum(parameter => parameter.Uniforms);
        Cardinality = _parameters.Aggregate(1.0, (product, parameter) => product * parameter.Cardinality);
    }

    /// <summary>Number of coordinates.</summary>
    public int Dimension => _offsets[^1];

    /// <summary>For each coordinate its length scale.</summary>
    public int[] Groups { get; }

    /// <summary>For each length scale whether its coordinates only say which of several names is meant.</summary>
    public bool[] Nominal { get; }

    /// <summary>Names of the length scales.</summary>
    public IReadOnlyList<string> LengthScaleNames { get; }

    /// <summary>The continuous parameters, the variables of a search.</summary>
    public IReadOnlyList<IContinuousEncoding> Continuous { get; }

    /// <summary>The coordinates of context and their current values.</summary>
    public IReadOnlyList<(int Coordinate, double Value)> Context { get; }

    /// <summary>Uniform numbers that a random point takes.</summary>
    public int Uniforms { get; }

    /// <summary>Number of points before constraints; infinite when anything is continuous.</summary>
    public double Cardinality { get; }

    /// <summary>The coordinates of a parameter, in the order of the space.</summary>
    public (int Offset, int Width) Block(int parameter) => (_offsets[parameter], _parameters[parameter].Width);

    /// <summary>The encoding of a space. Where a table lists all candidates, its own ranges become the cube.</summary>
    public static SpaceEncoding Of(SearchSpace space)
    {
        var table = space.Table is { Count: > 0 } rows ? CandidateTable.Of(rows) : null;
        return new(space.Parameters.Select(parameter => Of(parameter, table)));
    }

    /// <summary>The same encoding where every point has these values of context; a name that is absent counts as not observed.</summary>
    public SpaceEncoding At(IReadOnlyDictionary<string, double> context) => new(_parameters.Select(parameter =>
        parameter is ContextEncoding own ? own.At(context.TryGetValue(own.Name, out var value) ? value : null) : parameter));

    /// <summary>A candidate as it was observed in a context; what is absent of it has the current value.</summary>
    public double[] Encode(Candidate candidate, IReadOnlyDictionary<string, double>? context)
    {
        var point = Encode(candidate);
        for (var p = 0; p < _parameters.Length; p++)
        {
            if (context is not null && _parameters[p] is ContextEncoding own && context.TryGetValue(own.Name, out var value))
            {
                point[_offsets[p]] = own.Position(value);
            }
        }

        return point;
    }

    /// <summary>The point in the current context.</summary>
    public double[] InCurrentContext(double[] point)
    {
        if (Context.Count == 0)
        {
            return point;
        }

        var moved = (double[])point.Clone();
        foreach (var (coordinate, value) in Context)
        {
            moved[coordinate] = value;
        }

        return moved;
    }

    /// <summary>The first coordinate of a variable.</summary>
    public int Coordinate(int variable) => _offsets[_continuous[variable]];

    /// <summary>The variables of a point.</summary>
    public double[] Variables(double[] point) => [.. Enumerable.Range(0, Continuous.Count).Select(k => Continuous[k].Variable(Own(point, k)))];

    /// <summary>Moves a point to other values of all variables.</summary>
    public void Place(ReadOnlySpan<double> variables, double[] point)
    {
        for (var k = 0; k < variables.Length; k++)
        {
            Place(k, variables[k], point);
        }
    }

    /// <summary>Moves a point to another value of one variable.</summary>
    public void Place(int variable, double value, double[] point) => Continuous[variable].Place(value, Own(point, variable));

    /// <summary>The gradient by the variables of what has a gradient by the coordinates at a point.</summary>
    public void Pull(double[] point, double[] gradient, Span<double> byVariables)
    {
        for (var k = 0; k < byVariables.Length; k++)
        {
            byVariables[k] = Continuous[k].Pull(Own(point, k), Own(gradient, k));
        }
    }

    private Span<double> Own(double[] point, int variable) => point.AsSpan(Coordinate(variable), Continuous[variable].Width);

    public double[] Encode(Candidate candidate)
    {
        var point = new double[Dimension];
        for (var p = 0; p < _parameters.Length; p++)
        {
            _parameters[p].Encode(candidate, point.AsSpan(_offsets[p], _parameters[p].Width));
        }

        return point;
    }

    public Candidate Decode(ReadOnlySpan<double> point)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>();
        for (var p = 0; p < _parameters.Length; p++)
        {
            _parameters[p].Decode(point.Slice(_offsets[p], _parameters[p].Width), values);
        }

        return new Candidate(values);
    }

    /// <summary>A point from <see cref="Uniforms"/> uniform numbers.</summary>
    public double[] Sample(ReadOnlySpan<double> uniforms)
    {
        var point = new double[Dimension];
        var used = 0;
        for (var p = 0; p < _parameters.Length; p++)
        {
            _parameters[p].Sample(uniforms.Slice(used, _parameters[p].Uniforms), point.AsSpan(_offsets[p], _parameters[p].Width));
            used += _parameters[p].Uniforms;
        }

        return point;
    }

    /// <summary>Uniform numbers from which <see cref="Sample"/> makes this point.</summary>
    public double[] Uniform(ReadOnlySpan<double> point)
    {
        var uniforms = new double[Uniforms];
        var used = 0;
        for (var p = 0; p < _parameters.Length; p++)
        {
            _parameters[p].Uniform(point.Slice(_offsets[p], _parameters[p].Width), uniforms.AsSpan(used, _parameters[p].Uniforms));
            used += _parameters[p].Uniforms;
        }

        return uniforms;
    }

    /// <summary>Points that differ in one parameter that is not continuous, by one move.</summary>
    public IEnumerable<double[]> Neighbours(double[] point)
    {
        for (var p = 0; p < _parameters.Length; p++)
        {
            var own = point[_offsets[p].._offsets[p + 1]];
            foreach (var neighbour in _parameters[p].Neighbours(own))
            {
                var moved = (double[])point.Clone();
                neighbour.CopyTo(moved, _offsets[p]);
                yield return moved;
            }
        }
    }

    /// <summary>Every point, in a fixed order; only when nothing is continuous.</summary>
    public IEnumerable<double[]> All() => All(new double[Dimension], 0);

    private IEnumerable<double[]> All(double[] point, int parameter)
    {
        if (parameter == _parameters.Length)
        {
            yield return (double[])point.Clone();
            yield break;
        }

        foreach (var value in _parameters[parameter].All())
        {
            value.CopyTo(point, _offsets[parameter]);
            foreach (var full in All(point, parameter + 1))
            {
                yield return full;
            }
        }
    }

    private static IParameterEncoding Of(Parameter parameter, CandidateTable? table)
    {
        (double Lower, double Upper) Range(double lower, double upper) => table is null
            ? (lower, upper)
            : Extremes(table.Numbers(parameter.Name));

        switch (parameter)
        {
            case ContinuousParameter { IsPeriodic: true } p:
                return new PeriodicEncoding(p.Name, p.Lower, p.Upper);
            case ContinuousParameter p:
                var (lower, upper) = Range(p.Lower, p.Upper);
                return new ContinuousEncoding(p.Name, lower, upper, p.Scale);
            case IntegerParameter p:
                (lower, upper) = Range(p.Lower, p.Upper);
                return LevelsEncoding.Of(p, lower, upper);
            case DiscreteParameter p:
                (lower, upper) = Range(p.Levels[0], p.Levels[^1]);
                return LevelsEncoding.Of(p, lower, upper);
            case CategoricalParameter { Descriptors: not null } p:
                return new DescriptorEncoding(p);
            case CategoricalParameter p:
                return new CategoricalEncoding(p);
            case FixedParameter p:
                return new FixedEncoding(p);
            case ContextParameter p:
                return new ContextEncoding(p, null);
            case CompositionParameter p:
                return new CompositionEncoding(p);
            default:
                throw new InvalidOperationException($"Unknown parameter type {parameter.GetType().Name}");
        }
    }

    private static (double Least, double Greatest) Extremes(ReadOnlySpan<double> values)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return (least, greatest);
    }
}
