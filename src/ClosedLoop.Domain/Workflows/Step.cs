using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>One operation of a trial's workflow, done by one instrument.</summary>
public sealed record Step
{
    /// <summary>Unique within the workflow; part of the DispatchId.</summary>
    public required string Name { get; init; }

    /// <summary>The capability that an instrument must offer.</summary>
    public required string Capability { get; init; }

    /// <summary>Command parameter → where its value comes from: a candidate key, an earlier step's output, or a constant.</summary>
    public required IReadOnlyDictionary<string, StepInput> Inputs { get; init; }

    /// <summary>The values that the step's result must hold; may be empty.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>How long the step may take from dispatch before the instrument is asked; 10 minutes by default.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon it must begin after the step before; null, the default, for any time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Window? Within { get; init; }

    /// <summary>Whom it needs before it begins, once for each trial; null, the default, for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Approval? Approve { get; init; }

    /// <summary>Attempts; three by default.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Whether doing it twice harms nothing (a calculation). Only then is an attempt of unknown outcome repeated.</summary>
    public bool Repeatable { get; init; }

    /// <summary>What one attempt costs at most, in the budget's unit; 0 by default. So much is reserved before it is sent.</summary>
    public double Cost { get; init; }

    /// <summary>The output that tells what an attempt really cost, in the budget's unit; null when it is always <see cref="Cost"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CostOutput { get; init; }

    /// <summary>The source whose trials alone have this step; null when all have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }
}
