using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.VirtualLabs;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>What a scenario did, and whether the campaign did as expected.</summary>
internal sealed class ScenarioView(Scenario scenario, IReadOnlyList<(int Number, ScenarioOutcome Outcome)> runs)
{
    private const int MostBroken = 5;

    /// <summary>Whether everything that was expected held in every run.</summary>
    public bool Held => runs.All(run => run.Outcome.Broken.Count == 0);

    /// <summary>It in lines, for the report.</summary>
    public IEnumerable<string> Lines => [$"scenario {scenario.Name}: {scenario.About}", .. Strikes(), Expected()];

    /// <summary>It on the terminal.</summary>
    public void Show()
    {
        AnsiConsole.MarkupLineInterpolated($"  [bold]scenario {scenario.Name}[/]  {scenario.About}");
        foreach (var line in Strikes())
        {
            AnsiConsole.MarkupLineInterpolated($"    {line}");
        }

        AnsiConsole.MarkupLineInterpolated($"    {Expected()}");
        foreach (var (number, outcome) in runs.Where(run => run.Outcome.Broken.Count > 0).OrderBy(run => run.Number).Take(MostBroken))
        {
            AnsiConsole.MarkupLineInterpolated($"    [red]run {number}: {string.Join("; ", outcome.Broken)}[/]");
        }

        AnsiConsole.WriteLine();
    }

    private IEnumerable<string> Strikes()
    {
        var groups = runs.OrderBy(run => run.Number)
            .SelectMany(run => run.Outcome.Strikes)
            .GroupBy(strike => (strike.Kind, strike.Where))
            .OrderByDescending(group => group.Count())
            .ToList();
        return groups.Count == 0
            ? ["nothing struck"]
            : groups.Select(group => $"{group.Key.Kind} at {group.Key.Where}: {Often(group.Count())}, such as: {group.First().What}");
    }

    private string Often(int times) =>
        runs.Count == 1 ? $"{times} times" : string.Create(CultureInfo.InvariantCulture, $"{(double)times / runs.Count:0.##} times a run");

    private string Expected()
    {
        var held = runs.Count(run => run.Outcome.Broken.Count == 0);
        var how = runs.Count == 1 ? (Held ? "as expected" : "not as expected") : $"as expected in {held} of {runs.Count} runs";
        return $"{how}: {string.Join(", ", Words())}, no physical step twice";
    }

    private IEnumerable<string> Words()
    {
        var expected = scenario.Expect;
        yield return expected.Ends switch
        {
            ExpectedEnd.Completed => "completes",
            ExpectedEnd.WaitsForPerson => "waits for a person",
            _ => "completes or waits for a person",
        };
        if (expected.LeastQuarantined is { } least)
        {
            yield return $"at least {least} quarantined";
        }

        if (expected.MostQuarantined is { } most)
        {
            yield return $"at most {most} quarantined";
        }

        if (expected.LeastMeasured is { } share)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at least {100 * share:0} % measured");
        }

        if (expected.Alarm || expected.Quiet)
        {
            yield return expected.Alarm ? "a person is alarmed" : "nobody is needed";
        }
    }
}
