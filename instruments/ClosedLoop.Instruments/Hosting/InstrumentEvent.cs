using ClosedLoop.Domain;

namespace ClosedLoop.Instruments;

/// <summary>Something that an instrument's host did or met, for logs and consoles. Truth is in the ledger.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Kind">
/// <c>started</c>, <c>torn</c>, <c>begun</c>, <c>recovering</c>, <c>note</c>, <c>ended</c>, <c>refused</c>, <c>cancelling</c>, <c>closed</c>, <c>activity</c>, <c>error</c>, <c>bus</c> or <c>stopped</c>.
/// </param>
/// <param name="DispatchId">Which dispatch, or null.</param>
/// <param name="Text">In words.</param>
public sealed record InstrumentEvent(string Instrument, string Kind, DispatchId? DispatchId, string Text);
