using ClosedLoop.Domain;

namespace ClosedLoop.DryRuns;

/// <summary>A step that succeeded in an earlier campaign.</summary>
/// <param name="Candidate">What the trial tried.</param>
/// <param name="Sample">The sample's name.</param>
/// <param name="Inputs">Command parameter → value.</param>
/// <param name="Outputs">Output → value.</param>
internal sealed record LearntStep(
    Candidate Candidate,
    string Sample,
    IReadOnlyDictionary<string, ParameterValue> Inputs,
    IReadOnlyDictionary<string, ParameterValue> Outputs);
