using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>
/// What a capability answered in an earlier campaign. Each dry run draws one function for every measured output from what is known of it, so that a forecast
/// carries what is not known.
/// </summary>
internal sealed class LearntResponse : DrawnResponse
{
    private readonly IReadOnlyList<(string Name, LearntOutput Output)> _outputs;

    private LearntResponse(IReadOnlyList<(string Name, LearntOutput Output)> outputs) => _outputs = outputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs =>
        [.. _outputs.Select(output => output.Output).OfType<LearntOutput.Passed>().Select(passed => passed.Input).Append(PassResponse.Sample).Distinct()];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => [.. _outputs.Select(output => output.Name)];

    /// <summary>Learns from steps that succeeded, at least one.</summary>
    public static LearntResponse Of(CampaignSpec spec, IReadOnlyList<LearntStep> steps)
    {
        var common = steps.Select(step => step.Outputs.Keys).Aggregate((a, b) => a.Intersect(b)).Order(StringComparer.Ordinal);
        return new LearntResponse([.. common.Select(name => (name, LearntOutput.Of(name, spec, steps)))]);
    }

    /// <inheritdoc/>
    public override IResponse Draw(ulong seed, Func<string, Candidate?> candidateOf) => new Drawn(
        this,
        candidateOf,
        _outputs.Select((output, index) => (output.Output, index)).Where(pair => pair.Output is LearntOutput.Measured)
            .ToDictionary(
                pair => _outputs[pair.index].Name,
                pair => ((LearntOutput.Measured)pair.Output).Posterior.Draw(SeededRandom.For(seed, (ulong)pair.index).NextUInt64())));

    private sealed class Drawn(LearntResponse learnt, Func<string, Candidate?> candidateOf, Dictionary<string, Func<Candidate, double>> functions) : IResponse
    {
        private const ulong AnswerStream = 6;

        public IReadOnlyList<string> Inputs => learnt.Inputs;

        public IReadOnlyList<string> Outputs => learnt.Outputs;

        public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed)
        {
            var random = SeededRandom.For(seed, AnswerStream);
            var outputs = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
            foreach (var (name, output) in learnt._outputs)
            {
                if (output is LearntOutput.Passed passed)
                {
                    if (!inputs.TryGetValue(passed.Input, out var value))
                    {
                        return new Answer.Impossible($"'{passed.Input}' is missing");
                    }

                    outputs[name] = value;
                }
                else if (output is LearntOutput.Seen seen)
                {
                    outputs[name] = seen.Values[random.Next(seen.Values.Count)];
                }
                else if (candidateOf(inputs[PassResponse.Sample].Text ?? "") is { } candidate)
                {
                    var measured = (LearntOutput.Measured)output;
                    outputs[name] = Math.Clamp(functions[name](candidate) + (measured.Noise * random.NextNormal()), measured.Least, measured.Greatest);
                }
                else
                {
                    return new Answer.Impossible($"there is no sample '{inputs[PassResponse.Sample]}'");
                }
            }

            return new Answer.Measured(outputs);
        }
    }
}
