namespace ClosedLoop.Domain;

/// <summary>A combination that may not be tried: a candidate violates it when every one of its values is among those named.</summary>
/// <param name="Values">Key → its values of the combination; at least one key.</param>
public sealed record ForbiddenCombination(IReadOnlyDictionary<string, ForbiddenValues> Values) : Constraint
{
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Keys => [.. Values.Keys];

    /// <inheritdoc/>
    public override bool Holds(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        foreach (var (key, values) in Values)
        {
            if (!values.Contain(candidate[key]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The least relative change of a single value that would leave the combination; 1 for a name.</summary>
    public override double Violation(Candidate candidate) => Holds(candidate) ? 0 : Values.Min(pair => pair.Value.Depth(candidate[pair.Key]));

    /// <summary>The combination as a campaign file writes it.</summary>
    public override string ToString() => $"forbidden {{{string.Join(", ", Values.Select(pair => $"{pair.Key}: {pair.Value}"))}}}";
}
