namespace ClosedLoop.Campaigns;

/// <summary>Something arrived that belongs to no run of this host. It is kept, and changes nothing.</summary>
/// <param name="Source">Instrument, or topic.</param>
/// <param name="Dispatch">The dispatch that it claims to be about, or null.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Excerpt">The beginning of it.</param>
public sealed record StrayMessageKept(string Source, string? Dispatch, string Reason, string Excerpt) : LabEvent;
