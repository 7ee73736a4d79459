using ClosedLoop.Domain;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>One <c>kill -9</c>.</summary>
/// <param name="Campaign">During which campaign.</param>
/// <param name="Victim">Which process.</param>
/// <param name="Running">The steps that devices had begun and not ended, by their own witness logs, before and after it.</param>
internal sealed record Kill(string Campaign, Victim Victim, IReadOnlyList<DispatchId> Running);
