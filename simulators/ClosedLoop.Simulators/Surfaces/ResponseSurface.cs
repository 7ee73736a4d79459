using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>A known function as a response, with the place and value of what an optimizer should find.</summary>
public abstract class ResponseSurface : IResponse
{
    /// <summary>The name that lab files use.</summary>
    public abstract string Name { get; }

    /// <summary>The paper that the function is from.</summary>
    public abstract string Source { get; }

    /// <summary>The variables with their customary ranges, in order; a category has none.</summary>
    public abstract IReadOnlyList<SurfaceVariable> Variables { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>The best value and every place where it is reached; null where several outputs compete.</summary>
    public abstract SurfaceOptimum? Optimum { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [.. Variables.Select(variable => variable.Name)];

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var variable in Variables)
        {
            if (!inputs.TryGetValue(variable.Name, out var value))
            {
                return new Answer.Impossible($"'{variable.Name}' is missing");
            }

            if (variable.Levels is null && !(value.IsNumber && double.IsFinite(value.Number)))
            {
                return new Answer.Impossible($"'{variable.Name}' is {value}, which is not a finite number");
            }

            if (variable.Levels is { } levels && !(value.Text is { } text && levels.Contains(text)))
            {
                return new Answer.Impossible($"'{variable.Name}' is {value}; possible are {string.Join(", ", levels)}");
            }
        }

        var values = Evaluate(inputs);
        return new Answer.Measured(Outputs.Zip(values).ToDictionary(pair => pair.First, pair => new ParameterValue(pair.Second), StringComparer.Ordinal));
    }

    /// <summary>The outputs in order, at checked inputs.</summary>
    protected abstract double[] Evaluate(IReadOnlyDictionary<string, ParameterValue> inputs);
}
