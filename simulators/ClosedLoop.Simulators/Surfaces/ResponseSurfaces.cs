using System.Globalization;

namespace ClosedLoop.Simulators;

/// <summary>The known functions by name.</summary>
public static class ResponseSurfaces
{
    private const int MostVariables = 100;
    private const int DefaultVariables = 2;

    private static readonly ResponseSurface[] Fixed =
        [Branin.Surface, Branin.Crude, Hartmann6.Surface, BraninCurrin.Surface, AlloySurface.Quenched, AlloySurface.Annealed];

    /// <summary>What may be asked for; <c>levy</c> and <c>ackley</c> have two variables, <c>levy4</c> four, and so on.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Fixed.Select(surface => surface.Name), "levy", "ackley"];

    /// <summary>A surface, or null when there is none of that name.</summary>
    public static ResponseSurface? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Array.Find(Fixed, surface => surface.Name == name) is { } found)
        {
            return found;
        }

        return Variables(name, "levy") is { } levy ? Levy.Surface(name, levy)
            : Variables(name, "ackley") is { } ackley ? Ackley.Surface(name, ackley)
            : null;
    }

    private static int? Variables(string name, string family)
    {
        if (!name.StartsWith(family, StringComparison.Ordinal))
        {
            return null;
        }

        if (name.Length == family.Length)
        {
            return DefaultVariables;
        }

        return int.TryParse(name.AsSpan(family.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var variables)
            && variables is >= 1 and <= MostVariables
            ? variables
            : null;
    }
}
