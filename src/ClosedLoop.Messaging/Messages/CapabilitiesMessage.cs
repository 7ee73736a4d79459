using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>What an instrument is and can do. Retained.</summary>
/// <param name="Capabilities">What it can do.</param>
/// <param name="Capacity">Steps that it performs side by side, at least 1.</param>
/// <param name="Simulated">Whether nothing physical happens. A command that assumes otherwise is refused.</param>
/// <param name="Recovers">Whether it can find a dispatch again after a crash.</param>
/// <param name="Version">Version of the adapter.</param>
public sealed record CapabilitiesMessage(
    IReadOnlyList<CapabilityMessage> Capabilities,
    [property: Range(1, int.MaxValue)] int Capacity,
    bool Simulated,
    bool Recovers,
    string Version);
