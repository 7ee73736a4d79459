using ClosedLoop.Domain;

namespace ClosedLoop.Soaks;

/// <summary>Something that labs can do: it takes two numbers or names and makes one output.</summary>
/// <param name="Name">The capability; also the name of the step that needs it.</param>
/// <param name="Seconds">How long it takes.</param>
internal sealed record Craft(string Name, double Seconds)
{
    public static readonly IReadOnlyList<string> Inputs = ["a", "b"];

    public string Output => $"{Name}Out";
}
