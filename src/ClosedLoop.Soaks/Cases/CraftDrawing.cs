using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws what a lab can do.</summary>
internal static class CraftDrawing
{
    private static readonly string[] Names = ["mix", "anneal", "measure"];

    public static IReadOnlyList<Craft> Draw(SeededRandom random) =>
        [.. Names.Take(1 + random.Next(Names.Length)).Select(name => new Craft(name, Math.Round(10 + (110 * random.NextDouble()))))];
}
