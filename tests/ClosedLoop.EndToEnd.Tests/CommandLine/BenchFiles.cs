using System.Globalization;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A lab of one instrument, and campaigns of one step on it.</summary>
internal static class BenchFiles
{
    public const string LabName = "bench";

    /// <summary>Writes the lab's file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="step">How long a step takes.</param>
    /// <param name="recover">Whether the device can say after a crash what became of a step.</param>
    public static string WriteLab(TestFolder folder, TimeSpan step, bool recover = true) => folder.Write("bench.yaml", $$$"""
        lab: bench
        instruments:
          - id: bench-1
            type: simulated
            recover: {{{(recover ? "true" : "false")}}}
            capability: measuring
            duration: {mean: {{{step.TotalSeconds.ToString(CultureInfo.InvariantCulture)}}} s, spread: 0.1}
            response: {surface: branin, inputs: [x1, x2], outputs: {y: height}}

        """);

    public static string WriteCampaign(TestFolder folder, string name, int trials) => folder.Write($"{name}-campaign.yaml", $$$"""
        name: {{{name}}}
        seed: 11
        lab: bench
        parameters:
          x1: {type: continuous, lower: -5, upper: 10}
          x2: {type: continuous, lower: 0, upper: 15}
        objectives:
          height: {goal: minimize, unit: mm, plausible: [-5, 400]}
        workflow:
          - {step: measure, capability: measuring, inputs: [x1, x2], outputs: [height], deadline: 60 s}
        batch: {mode: asynchronous, size: 2}
        initial: 3
        budget: {trials: {{{trials}}}}

        """);
}
