using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What was seen around one restart of the instrument; several checks read it.</summary>
/// <param name="Before">Presence before it.</param>
/// <param name="After">Presence of the next life.</param>
/// <param name="Ended">A step that had ended and was not closed.</param>
/// <param name="Running">The command of a step that was running.</param>
/// <param name="RunningSeen">The last status of that step before the restart, on the instrument's clock.</param>
/// <param name="Outcome">Its terminal status after the restart, or null.</param>
/// <param name="StatesAfter">The states that the next life showed until the instrument had settled.</param>
/// <param name="Heard">Everything that was heard from the restart until the instrument had settled.</param>
internal sealed record RestartStory(
    PresenceMessage Before,
    PresenceMessage After,
    Act Ended,
    CommandMessage Running,
    StatusMessage RunningSeen,
    StatusMessage? Outcome,
    IReadOnlyList<StateMessage> StatesAfter,
    IReadOnlyList<Heard> Heard);
