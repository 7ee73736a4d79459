using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A step that ran to its end.</summary>
/// <param name="Command">What was asked.</param>
/// <param name="Mark">Where in the mailbox it began.</param>
/// <param name="End">The terminal status.</param>
/// <param name="Result">The result.</param>
/// <param name="Took">From the order to the terminal status.</param>
internal sealed record Act(CommandMessage Command, int Mark, StatusMessage End, ResultMessage Result, TimeSpan Took);
