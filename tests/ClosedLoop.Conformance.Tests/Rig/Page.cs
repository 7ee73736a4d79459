using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance.Tests;

/// <summary>What the scripted instrument remembers of one dispatch.</summary>
internal sealed class Page
{
    public CommandMessage? Command { get; init; }

    public required StatusMessage Status { get; set; }

    public ResultMessage? Result { get; set; }

    public bool Closed { get; set; }

    public bool Tombstone { get; init; }

    public int Life { get; init; }
}
