using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>A finished calculation, as the cache keeps it.</summary>
/// <param name="Key">Hash over everything that decided it.</param>
/// <param name="Code">The code.</param>
/// <param name="Dispatch">The dispatch that had it calculated.</param>
/// <param name="CpuSeconds">What it took; null when unknown.</param>
/// <param name="Values">Output → value.</param>
/// <param name="Files">Its inputs and outputs, where they are kept by hash.</param>
internal sealed record CachedCalculation(
    string Key,
    string Code,
    string Dispatch,
    double? CpuSeconds,
    IReadOnlyDictionary<string, double> Values,
    IReadOnlyList<ResultFile> Files);
