using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>A step that did not go as it should.</summary>
/// <param name="Step">Which step of the workflow.</param>
/// <param name="Kind">How it failed; null when it may or may not have happened.</param>
/// <param name="Sample">What became of the sample; null when nobody knows whether the step happened.</param>
/// <param name="Survived">Whether its trial gave a measurement all the same.</param>
public sealed record Setback(string Step, FailureKind? Kind, SampleFate? Sample, bool Survived)
{
    /// <summary>How it went, in words.</summary>
    public string Words => Kind is null ? "may or may not have happened" : $"{Kind}, sample {Sample}".ToLowerInvariant();
}
