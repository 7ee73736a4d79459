using System.Globalization;
using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>Where the objectives of a candidate can be measured, such as a cheap calculation or the experiment itself.</summary>
public sealed record Source
{
    /// <summary>Unique within the campaign; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a trial there costs, in the budget's unit; above 0.</summary>
    public required double Cost { get; init; }

    /// <summary>Whether this is the source that counts: the best is judged here alone. Exactly one of a campaign's sources.</summary>
    public bool IsTarget { get; init; }

    /// <summary>The source that this one stands in for; null is the next dearer one, and of the dearest the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Approximates { get; init; }

    /// <summary>The source that one of several stands in for; of the target itself none.</summary>
    public static Source? Original(IReadOnlyList<Source> sources, Source source)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(source);
        if (source.IsTarget)
        {
            return null;
        }

        Source[] ladder = [.. sources.Where(other => !other.IsTarget).OrderBy(other => other.Cost), .. sources.Where(other => other.IsTarget)];
        return source.Approximates is { } name
            ? sources.FirstOrDefault(other => other.Name == name)
            : ladder.ElementAtOrDefault(Array.IndexOf(ladder, source) + 1);
    }

    /// <summary>What is wrong with a campaign's sources, in words that name the culprit; nothing when they can be used.</summary>
    public static IEnumerable<string> Mistakes(IReadOnlyList<Source> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count > 0 && sources.Count(source => source.IsTarget) is var targets && targets != 1)
        {
            yield return $"exactly one source must be the target, not {targets}";
            yield break;
        }

        foreach (var name in sources.GroupBy(source => source.Name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"source '{name}' is declared twice";
        }

        foreach (var source in sources)
        {
            if (!(source.Cost > 0) || !double.IsFinite(source.Cost))
            {
                yield return double.IsNaN(source.Cost) ? $"source '{source.Name}' has no cost" : $"source '{source.Name}': cost must be above 0, not {source.Cost.ToString(CultureInfo.InvariantCulture)}";
            }

            if (!LeadsToTarget(sources, source))
            {
                yield return source.Approximates is { } name && !sources.Any(other => other.Name == name)
                    ? $"source '{source.Name}' approximates '{name}', which is not a source"
                    : $"source '{source.Name}' approximates itself, directly or by way of others, and never the target";
            }

            if (source.IsTarget && source.Approximates is not null)
            {
                yield return $"source '{source.Name}' is the target and cannot approximate another";
            }
        }
    }

    private static bool LeadsToTarget(IReadOnlyList<Source> sources, Source source)
    {
        var at = source;
        for (var step = 0; step < sources.Count && at is { IsTarget: false }; step++)
        {
            at = Original(sources, at);
        }

        return at is { IsTarget: true };
    }
}
