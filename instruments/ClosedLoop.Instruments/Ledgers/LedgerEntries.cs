using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Instruments;

/// <summary>The data of a ledger's lines, one record for each kind. See <see cref="Ledger"/>.</summary>
internal static class LedgerEntries
{
    public const int Version = 1;

    public sealed record Created(string LedgerId);

    public sealed record Started(long Count);

    public sealed record Epoch(string Run, long Value);

    public sealed record Intent(CommandMessage Command, string Hash);

    public sealed record Ended(StatusMessage Status, ResultMessage? Result);

    public sealed record Tombstone(StatusMessage Status);

    public sealed record Closed(DispatchId DispatchId);

    public sealed record ActivityChanged(LedgerActivity Activity);
}
