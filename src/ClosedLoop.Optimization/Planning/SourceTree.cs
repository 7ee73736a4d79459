using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>The sources of a problem, numbered in their order, and which stands in for which.</summary>
internal sealed class SourceTree
{
    // With fewer of its own, everything about the target would be what the cheap sources say.
    private const int FewestDesigned = 3;

    private readonly IReadOnlyList<Source> _sources;

    /// <exception cref="ArgumentException">The sources contradict each other.</exception>
    public SourceTree(IReadOnlyList<Source> sources)
    {
        if (Source.Mistakes(sources).FirstOrDefault() is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(sources));
        }

        _sources = sources;
        Names = [.. sources.Select(source => source.Name)];
        Target = Array.FindIndex([.. sources], source => source.IsTarget);
        Costs = [.. sources.Select(source => source.Cost / sources[Target].Cost)];
        Approximates = [.. sources.Select((source, s) => s == Target ? -1 : Names.IndexOf(Source.Original(sources, source)!.Name))];
    }

    /// <summary>Names in order.</summary>
    public List<string> Names { get; }

    /// <summary>How many.</summary>
    public int Count => Names.Count;

    /// <summary>The source that counts.</summary>
    public int Target { get; }

    /// <summary>Cost of a trial in trials of the target.</summary>
    public double[] Costs { get; }

    /// <summary>For each source the one that it stands in for; −1 of the target.</summary>
    public int[] Approximates { get; }

    /// <summary>Whether a trial at a source can be paid from an amount and leaves, of a cheap one, enough for a trial at the target; without limit always.</summary>
    public bool Affords(double? remaining, int source) =>
        remaining is not { } amount || _sources[source].Cost + (source == Target ? 0 : _sources[Target].Cost) <= amount * (1 + 1e-9);

    /// <summary>What is left of an amount after a trial at a source.</summary>
    public double? After(double? remaining, int source) => remaining - _sources[source].Cost;

    /// <summary>A source's number; no name is the target.</summary>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public int Of(string? name) => name is null ? Target
        : Names.IndexOf(name) is var s and >= 0 ? s
        : throw new ArgumentException($"'{name}' is not a source of this problem ({string.Join(", ", Names)})", nameof(name));

    /// <summary>How the initial design is shared: of its cost, that of so many target trials, half goes to the target and no cheap source gets more than its part.</summary>
    public int[] DesignCounts(int initialTrials)
    {
        var target = Math.Max(Math.Min(FewestDesigned, initialTrials), (initialTrials + 1) / 2);
        var part = (initialTrials - target) / (double)(Count - 1);
        return [.. _sources.Select((_, s) => s == Target ? target : (int)Math.Min(2 * initialTrials, Math.Floor((part / Costs[s]) + 1e-9)))];
    }
}
