using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>What a ledger knows of one dispatch. An id that was once in is never forgotten.</summary>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="Command">The command that was accepted; null for a refused one and for a tombstone.</param>
/// <param name="CommandHash">Hash of the command, accepted or refused; null for a tombstone.</param>
/// <param name="AcceptedAt">When the intent was recorded; null if it never was.</param>
/// <param name="Terminal">How it ended; null while it is open.</param>
/// <param name="Result">What it measured or made; only if it succeeded.</param>
/// <param name="Tombstone">Cancelled before it was ever seen: a command with this id is refused for ever.</param>
/// <param name="Closed">Whether the orchestrator has said that it holds the result.</param>
public sealed record LedgerRecord(
    DispatchId DispatchId,
    CommandMessage? Command,
    string? CommandHash,
    DateTimeOffset? AcceptedAt,
    StatusMessage? Terminal,
    ResultMessage? Result,
    bool Tombstone,
    bool Closed);
