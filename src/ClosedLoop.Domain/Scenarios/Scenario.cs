namespace ClosedLoop.Domain;

/// <summary>What goes wrong in a lab and when, as data; and what a campaign is expected to do about it.</summary>
public sealed record Scenario
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public string About { get; init; } = "";

    /// <summary>The faults, at least one.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>What the campaign is expected to do; the promise that no physical step happens twice is expected of every scenario.</summary>
    public Expectation Expect { get; init; } = new();
}
