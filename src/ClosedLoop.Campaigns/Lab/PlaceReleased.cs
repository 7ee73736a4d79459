using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>The place of a dispatch is free again.</summary>
/// <param name="Id">The dispatch.</param>
public sealed record PlaceReleased(DispatchId Id) : LabEvent
{
    /// <summary>Whether the step was not begun, so that what it was to use up is there again; null for no.</summary>
    public bool? Unused { get; init; }
}
