using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>What is known of the context: of each trial, and now.</summary>
internal static class ObservedContext
{
    /// <summary>
    /// The trials with all of their context. What was not observed with a trial is taken from the last one before it that has it, or from the first after it.
    /// </summary>
    public static IReadOnlyList<ObservedTrial> Filled(SearchSpace space, IReadOnlyList<ObservedTrial> observed)
    {
        var names = space.Context.Select(context => context.Name).ToArray();
        if (names.Length == 0)
        {
            return observed;
        }

        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (observed.Select(trial => Value(trial.Context, name)).FirstOrDefault(value => value is not null) is { } first)
            {
                known[name] = first;
            }
        }

        var filled = new List<ObservedTrial>();
        foreach (var trial in observed)
        {
            foreach (var name in names)
            {
                known[name] = Value(trial.Context, name) ?? known.GetValueOrDefault(name, double.NaN);
            }

            filled.Add(trial with { Context = known.Where(pair => !double.IsNaN(pair.Value)).ToDictionary(StringComparer.Ordinal) });
        }

        return filled;
    }

    /// <summary>The context now: as told with the request, else as last observed.</summary>
    public static IReadOnlyDictionary<string, double> Current(SearchSpace space, PlanningRequest request)
    {
        var current = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in space.Context.Select(context => context.Name))
        {
            var last = request.Observed.Select(trial => Value(trial.Context, name)).LastOrDefault(value => value is not null);
            if ((Value(request.Context, name) ?? last) is { } now)
            {
                current[name] = now;
            }
        }

        return current;
    }

    private static double? Value(IReadOnlyDictionary<string, double>? context, string name) =>
        context is not null && context.TryGetValue(name, out var value) && double.IsFinite(value) ? value : null;
}
