using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A topic taken apart.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Owner">The instrument, host, campaign, operator or planner that it belongs to.</param>
/// <param name="Leaf">Dispatch id as written, metric, trial number or event kind; null for topics without one.</param>
public sealed record LabTopic(LabTopicKind Kind, string Owner, string? Leaf)
{
    /// <summary>The dispatch of a status or result topic; null on other topics and when <see cref="Leaf"/> is not a dispatch id.</summary>
    public DispatchId? DispatchId =>
        Kind is LabTopicKind.DispatchStatus or LabTopicKind.DispatchResult && TopicLevel.TryReadDispatch(Leaf, out var id) ? id : null;
}
