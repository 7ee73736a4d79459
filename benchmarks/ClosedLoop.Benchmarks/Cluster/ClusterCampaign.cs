namespace ClosedLoop.Benchmarks;

/// <summary>A campaign of calculations that sleep.</summary>
/// <param name="Title">For the table.</param>
/// <param name="Execution"><c>local</c> or <c>slurm</c>.</param>
/// <param name="Trials">How many calculations.</param>
/// <param name="AtOnce">How many it wants in flight.</param>
/// <param name="Seconds">How long the program of each takes.</param>
internal sealed record ClusterCampaign(string Title, string Execution, int Trials, int AtOnce, int Seconds)
{
    public string Lab => $$$"""
        lab: cluster
        instruments:
          - id: cluster-1
            type: calculation
            capability: sleeping
            capacity: {{{AtOnce}}}
            cache: false
            timeLimit: 10 min
            execution: {{{(Execution == "slurm" ? "{type: slurm, queued: 1000}" : "local")}}}
            code:
              type: command
              inputs: [x]
              command: [sh, sleep.sh]
              templates: [sleep.sh]
              outputs: {y: {regex: "^y (.*)"}}

        """;

    /// <param name="witness">A file that says which programs really ran, whatever anybody else has written down.</param>
    public string Script(string witness) => $$$"""
        echo {{x}} >> {{{witness}}}
        sleep {{{Seconds}}}
        echo y {{x}}

        """;

    public string File => $$$"""
        name: sleeping
        seed: 1
        lab: cluster
        parameters:
          x: {type: continuous, lower: 0, upper: 1}
        objectives:
          y: {goal: minimize}
        workflow:
          - {step: sleep, capability: sleeping, inputs: [x], outputs: [y], deadline: 1 h, repeatable: true}
        batch: {mode: asynchronous, size: {{{AtOnce}}}}
        initial: {{{Trials}}}
        budget: {trials: {{{Trials}}}}

        """;
}
