using ClosedLoop.Domain;
using ClosedLoop.VirtualLabs;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>What a scenario did, and whether campaigns did as expected, on the terminal.</summary>
internal static class ScenarioView
{
    private const int MostBroken = 5;

    /// <summary>Shows it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="outcomes">Run → what it did there.</param>
    /// <returns>Whether everything that was expected held in every run.</returns>
    public static bool Show(Scenario scenario, IReadOnlyList<(int Number, ScenarioOutcome Outcome)> outcomes)
    {
        AnsiConsole.MarkupLineInterpolated($"  [bold]scenario {scenario.Name}[/]  {scenario.About}");
        foreach (var group in outcomes.SelectMany(run => run.Outcome.Strikes).GroupBy(strike => (strike.Kind, strike.Where)).OrderByDescending(group => group.Count()))
        {
            AnsiConsole.MarkupLineInterpolated($"    {group.Key.Kind} at {group.Key.Where}: {(double)group.Count() / outcomes.Count:0.##} in a run, such as: {group.First().What}");
        }

        if (outcomes.All(run => run.Outcome.Strikes.Count == 0))
        {
            AnsiConsole.MarkupLine("    [yellow]nothing struck in any run[/]");
        }

        var broken = outcomes.Where(run => run.Outcome.Broken.Count > 0).OrderBy(run => run.Number).ToList();
        var held = outcomes.Count - broken.Count;
        AnsiConsole.MarkupLineInterpolated($"    as expected in {held} of {outcomes.Count} {(outcomes.Count == 1 ? "run" : "runs")}: no physical step twice{Words(scenario.Expect)}");
        foreach (var (number, outcome) in broken.Take(MostBroken))
        {
            AnsiConsole.MarkupLineInterpolated($"    [red]run {number}: {string.Join("; ", outcome.Broken)}[/]");
        }

        AnsiConsole.WriteLine();
        return broken.Count == 0;
    }

    private static string Words(Expectation expected)
    {
        var words = new List<string>
        {
            expected.Ends switch
            {
                ExpectedEnd.Completed => "completes",
                ExpectedEnd.WaitsForPerson => "waits for a person",
                _ => "completes or waits for a person",
            },
        };
        if (expected.LeastQuarantined is { } least)
        {
            words.Add($"at least {least} quarantined");
        }

        if (expected.MostQuarantined is { } most)
        {
            words.Add($"at most {most} quarantined");
        }

        if (expected.LeastMeasured is { } share)
        {
            words.Add($"at least {100 * share:0} % measured");
        }

        if (expected.Alarm || expected.Quiet)
        {
            words.Add(expected.Alarm ? "a person is called" : "nobody is called");
        }

        return string.Concat(words.Select(word => $", {word}"));
    }
}
