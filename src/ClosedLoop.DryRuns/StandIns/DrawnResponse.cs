using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>A response that is not known: each dry run draws one of those that are possible.</summary>
public abstract class DrawnResponse : IResponse
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>The response of one dry run.</summary>
    /// <param name="seed">Decides which.</param>
    /// <param name="candidateOf">Sample → what it was made from; null when there is no such sample.</param>
    public abstract IResponse Draw(ulong seed, Func<string, Candidate?> candidateOf);

    /// <summary>Not before it is drawn.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public Answer Respond(IReadOnlyDictionary<string, ParameterValue> inputs, ulong seed) =>
        throw new InvalidOperationException("A response is drawn before it answers");
}
