using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The place of a dispatch is free again.</summary>
/// <param name="Id">The dispatch.</param>
public sealed record PlaceReleased(DispatchId Id) : LabEvent;
