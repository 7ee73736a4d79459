namespace ClosedLoop.EndToEnd.Tests;

/// <summary>A lab whose one instrument is a shell script of the user's own, and campaigns of one step on it. The script writes a line for each time that it runs.</summary>
internal static class ScriptLab
{
    /// <summary>Writes lab, script and template.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="waits">Whether each run waits until there is a file <c>go</c> in the folder.</param>
    public static void Write(TestFolder folder, bool waits = false)
    {
        folder.Write("bowl.in", "# a bowl\nx = {{x}}\ny = {{y}}\n");
        folder.Write("bowl.sh", $$"""
            echo "$1" >> "$HERE/witness"
            {{(waits ? "until [ -e \"$HERE/go\" ]; do sleep 0.02; done" : "")}}
            awk '/^x/ {x = $3} /^y/ {y = $3} END {printf "height %.10f\n", (x - 1)^2 + (y + 2)^2; print "all done"}' bowl.in
            """);
        folder.Write("script.yaml", $$$"""
            lab: script
            instruments:
              - id: bowl-1
                type: calculation
                capability: bowl
                keepRuns: all
                plausible: {height: [0, 1000]}
                code:
                  type: command
                  inputs: [x, y]
                  command: [sh, bowl.sh, "{{x}}"]
                  templates: [bowl.in]
                  files: [bowl.sh]
                  environment: {HERE: {{{folder.FullPath}}}}
                  success: {require: all done}
                  outputs:
                    height: {regex: "^height (\\S+)"}
            """);
    }

    public static string WriteCampaign(TestFolder folder, int trials) => folder.Write("bowl.yaml", $$$"""
        name: bowl
        seed: 11
        lab: script
        parameters:
          x: {type: discrete, levels: [-1, 0, 1, 2]}
          y: {type: discrete, levels: [-3, -2, -1]}
        objectives:
          height: {goal: minimize}
        workflow:
          - {step: energy, capability: bowl, inputs: [x, y], outputs: [height, cpu_seconds, cached], deadline: 60 s, repeatable: true, cost: 60, costOutput: cpu_seconds}
        batch: {mode: asynchronous, size: 1}
        initial: 2
        budget: {trials: {{{trials}}}}

        """);

    public static int Witnessed(TestFolder folder)
    {
        var path = Path.Combine(folder.FullPath, "witness");
        return File.Exists(path) ? File.ReadAllLines(path).Length : 0;
    }
}
