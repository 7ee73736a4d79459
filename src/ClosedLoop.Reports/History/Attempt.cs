using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>One dispatch with its times.</summary>
/// <param name="Dispatch">The attempt.</param>
/// <param name="DispatchedAt">When it was decided.</param>
/// <param name="AnsweredAt">When its last answer became a fact, or null.</param>
internal sealed record Attempt(DispatchState Dispatch, DateTimeOffset DispatchedAt, DateTimeOffset? AnsweredAt)
{
    /// <summary>An instrument's clock may differ this much from the orchestrator's and still be believed.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>When the work began: by the instrument where it says so and its clock agrees, else when it was dispatched.</summary>
    public DateTimeOffset Start => Measured?.StartedAt ?? DispatchedAt;

    /// <summary>When the work ended, or null while it may be going on.</summary>
    public DateTimeOffset? End => Measured?.FinishedAt ?? AnsweredAt;

    private StepSucceeded? Measured =>
        Dispatch.Result is { } result && result.FinishedAt >= result.StartedAt
        && result.StartedAt >= DispatchedAt - ClockTolerance && result.FinishedAt <= AnsweredAt + ClockTolerance ? result : null;
}
