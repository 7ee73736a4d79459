using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>A table over a grid as a response that has a value between its rows too: linear in each input that is a number, while names must be those of a row.</summary>
/// <param name="table">The table. Beside a point of the grid that has no row, such as one where a measurement failed, there is no value.</param>
public sealed class InterpolatedTable(TableResponse table) : IResponse
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => table.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => table.Outputs;

    /// <inheritdoc/>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var corners = new List<(Dictionary<string, ParameterValue> At, double Weight)> { (new(inputs), 1) };
        foreach (var input in Inputs.Where(input => inputs.TryGetValue(input, out var value) && value.IsNumber))
        {
            var levels = table.LevelsOf(input);
            var value = inputs[input].Number;
            if (levels.Count == 0 || !(value >= levels[0] && value <= levels[^1]))
            {
                return new Answer.Impossible($"{input}={inputs[input]} is not within the table{(levels.Count == 0 ? "" : $", from {levels[0]} to {levels[^1]}")}");
            }

            var (below, above) = (levels.Last(level => level <= value), levels.First(level => level >= value));
            var share = above > below ? (value - below) / (above - below) : 0;
            corners = [.. corners.SelectMany(corner => new[] { (below, 1 - share), (above, share) }
                .Where(side => side.Item2 > 0)
                .Select(side => (new Dictionary<string, ParameterValue>(corner.At) { [input] = side.Item1 }, corner.Weight * side.Item2)))];
        }

        var sums = Outputs.ToDictionary(output => output, _ => 0.0, StringComparer.Ordinal);
        foreach (var (at, weight) in corners)
        {
            if (table.Respond(at, seed) is not Answer.Measured measured)
            {
                return table.Respond(at, seed);
            }

            foreach (var (output, value) in measured.Outputs)
            {
                sums[output] += weight * value.Number;
            }
        }

        return new Answer.Measured(sums.ToDictionary(sum => sum.Key, sum => new ParameterValue(sum.Value), StringComparer.Ordinal));
    }
}
