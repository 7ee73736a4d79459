using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>A question or an order about a dispatch, or about the instrument. Answered on the response topic with a <see cref="StatusMessage"/>.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="DispatchId">Which dispatch; null for pause, resume and safe-stop.</param>
/// <param name="Epoch">The run's epoch; a lower one than the ledger has seen is refused. Ignored without a dispatch.</param>
/// <param name="Reason">Why, in words, or null.</param>
public sealed record ControlMessage(ControlVerb Verb, DispatchId? DispatchId, long Epoch, string? Reason);
