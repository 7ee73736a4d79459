using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>How an instrument is. Retained.</summary>
/// <param name="Health"><c>ok</c>, <c>degraded</c> or <c>failed</c>.</param>
/// <param name="Activity"><c>idle</c>, <c>busy</c>, <c>paused</c> or <c>stopped</c>.</param>
/// <param name="Active">The dispatches that it is performing.</param>
/// <param name="LastError">Its last error in words, or null.</param>
/// <param name="At">When the instrument wrote it.</param>
public sealed record StateMessage(
    [property: AllowedValues("ok", "degraded", "failed")] string Health,
    [property: AllowedValues("idle", "busy", "paused", "stopped")] string Activity,
    IReadOnlyList<string> Active,
    string? LastError,
    DateTimeOffset At);
