namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A lab whose instruments are busy nearly all the time, and its campaigns.</summary>
internal static class CrashFiles
{
    public static string Lab(bool recover) => $$$"""
        lab: crash
        speed: 100
        instruments:
          - id: mixer-1
            type: simulated
            recover: {{{(recover ? "true" : "false")}}}
            capability: mixing
            duration: {mean: 20 s, spread: 0.4}
            response: {pass: {mixed_at: temperature}}
          - id: furnace-1
            type: simulated
            recover: {{{(recover ? "true" : "false")}}}
            capability: annealing
            duration: {mean: 30 s, spread: 0.3}
            response: {pass: {annealed_for: minutes}}
          - id: profilometer-1
            type: simulated
            recover: {{{(recover ? "true" : "false")}}}
            capability: profilometry
            duration: {mean: 20 s, spread: 0.4}
            response: {surface: branin, inputs: {x1: mixed_at, x2: annealed_for}, outputs: {y: roughness}, noise: 0.1}

        """;

    public static string Campaign(string name, int seed, int trials) => $$$"""
        name: {{{name}}}
        seed: {{{seed}}}
        lab: crash
        parameters:
          temperature: {type: continuous, lower: -5, upper: 10}
          minutes: {type: continuous, lower: 0, upper: 15}
        objectives:
          roughness: {goal: minimize, plausible: [-5, 400]}
        workflow:
          - {step: mix, capability: mixing, inputs: [temperature], outputs: [mixed_at], deadline: 30 s}
          - {step: anneal, capability: annealing, inputs: [mixed_at, minutes], outputs: [annealed_for], deadline: 30 s}
          - {step: measure, capability: profilometry, inputs: [mixed_at, annealed_for], outputs: [roughness], deadline: 30 s}
        batch: {mode: asynchronous, size: 3}
        initial: 6
        budget: {trials: {{{trials}}}}

        """;
}
