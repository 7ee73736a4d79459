namespace ClosedLoop.Campaigns;

/// <summary>Something arrived that could not be read.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Instrument, or topic.</param>
/// <param name="Dispatch">The dispatch that it claims to be about, or null.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Excerpt">The beginning of it.</param>
public sealed record QuarantineMessage(DateTimeOffset At, string Source, string? Dispatch, string Reason, string Excerpt) : CampaignCommand(At);
