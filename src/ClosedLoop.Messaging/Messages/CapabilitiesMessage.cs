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
    string Version)
{
    /// <summary>Whether a sample stays in its place after a step until another instrument takes it up; absent for no.</summary>
    public bool? KeepsSamples { get; init; }

    /// <summary>What setting it up anew depends on and takes; absent when there is nothing to set up.</summary>
    public SetupMessage? Setup { get; init; }
}
