using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.DryRuns;
using ClosedLoop.Reports;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>One <c>closedloop dry-run</c>: plans, runs every arm, shows and writes the forecast.</summary>
internal sealed class DryRunSession(ClosedLoopSettings settings, DryRunRequest request, ClockText clock)
{
    private readonly List<(int Number, ScenarioOutcome Outcome)> _struck = [];
    private IReadOnlyList<CampaignEvent> _example = [];

    public int Run()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 180;
            AnsiConsole.Profile.Capabilities.Ansi = false;
        }

        var source = CampaignSource.Read(request.File);
        var plan = WithScenario(new DryRunPlanning(settings, request, clock).Plan(source));
        var question = Question(plan);
        var arms = DryRunArm.Parse(request.Compare ?? "", plan.Spec);
        var folder = DryRunFolder.Prepare(settings.DataFolder, source.Spec.Name, request.Out);
        Introduce(plan, arms);
        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        var began = TimeProvider.System.GetTimestamp();
        var runs = arms.Select(_ => new List<ForecastRun>()).ToList();
        DryRunProgress.Show("dry run", request.Runs * arms.Count, tick =>
        {
            for (var i = 0; i < arms.Count && !end.IsCancellationRequested; i++)
            {
                Run(plan with { Spec = arms[i].Spec }, arms.Count > 1 ? $"arm-{i + 1}" : "", source, folder, runs[i], tick, end.Token);
            }
        });
        var total = runs.Sum(done => done.Count);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        AnsiConsole.MarkupLineInterpolated(
            $"[grey]{total} runs in {seconds:f1} s{(total < request.Runs * arms.Count ? $"; stopped before all {request.Runs * arms.Count}" : "")}[/]");
        AnsiConsole.WriteLine();
        if (runs[0].Count == 0)
        {
            AnsiConsole.WriteLine("Stopped before a run had ended: there is nothing to forecast from");
            return ExitCode.Failed;
        }

        var forecasts = arms
            .Zip(runs)
            .Where(pair => pair.Second.Count > 0)
            .Select(pair => new ArmForecast(pair.First.Name, Forecast.Of(pair.First.Spec, pair.Second, question)))
            .ToList();
        return Tell(plan, forecasts, folder) ? ExitCode.Done : ExitCode.Failed;
    }

    private DryRunPlan WithScenario(DryRunPlan plan)
    {
        if (request.Scenario is not { } name)
        {
            return plan;
        }

        var scenario = ScenarioSource.Read(name);
        ScenarioSource.CheckTargets(scenario, [.. plan.Lab.Instruments.Select(standIn => FaultSite.Of(standIn.Settings))]);
        return plan with { Scenario = scenario };
    }

    private void Run(DryRunPlan plan, string arm, CampaignSource source, DryRunFolder folder, List<ForecastRun> runs, Action tick, CancellationToken end) => DryRunSeries.Run(
        plan,
        request.Runs,
        request.Threads,
        outcome =>
        {
            runs.Add(outcome.Figures);
            if (outcome.Scenario is { } struck)
            {
                _struck.Add((outcome.Number, struck));
            }

            if (request.KeepAll || outcome.Number == 1)
            {
                folder.Keep(outcome, arm, source.Text);
            }

            _example = outcome.Number == 1 && _example.Count == 0 ? outcome.Events : _example;
            tick();
        },
        end);

    /// <summary>Shows and writes the forecast; whether what the scenario expects has held.</summary>
    private bool Tell(DryRunPlan plan, IReadOnlyList<ArmForecast> arms, DryRunFolder folder)
    {
        var comparison = arms.Count > 1 ? Comparison.Of(arms) : null;
        new ForecastView(arms[0].Forecast).Show();
        if (comparison is not null)
        {
            ComparisonView.Show(comparison);
        }

        var held = true;
        var standIns = plan.Lab.Instruments.Select(StandInText.Of).Concat(plan.Stock.Select(StandInText.Of)).ToList();
        if (plan.Scenario is { } scenario)
        {
            var view = new ScenarioView(scenario, _struck);
            standIns.AddRange(view.Lines);
            view.Show();
            held = view.Held;
        }

        var report = folder.Write("forecast.html", ForecastReport.Html(arms[0].Forecast, standIns, _example, comparison));
        AnsiConsole.WriteLine($"  {report}");
        return held;
    }

    private ForecastQuestion Question(DryRunPlan plan)
    {
        var by = request.By is null && plan.Spec.Budget.Time is { } time ? plan.Start + time : clock.By(request.By, plan.Start);
        var capacities = plan.Lab.Instruments.ToDictionary(standIn => standIn.Settings.Id, standIn => standIn.Settings.Capacity);
        return new ForecastQuestion(by, GoalText.Parse(request.Target, plan.Spec), capacities, clock.Zone) { Stock = plan.Stock };
    }

    private void Introduce(DryRunPlan plan, IReadOnlyList<DryRunArm> arms)
    {
        var spec = plan.Spec;
        AnsiConsole.MarkupLineInterpolated($"[bold]Dry run of {spec.Name}[/]  [yellow]nothing of this happens: virtual time, simulated instruments, no broker[/]");
        AnsiConsole.MarkupLineInterpolated(
            $"{request.File}: {spec.Budget.Trials} trials, {(spec.Batch.Mode == BatchMode.Asynchronous ? $"{spec.Batch.Size} in flight" : $"batches of {spec.Batch.Size}")}, as if started {ForecastWords.Moment(plan.Start, clock.Zone)} ({clock.Zone.Id}), {request.Runs} runs{(arms.Count > 1 ? $" in each of {arms.Count} arms" : "")}");
        foreach (var line in plan.Lab.Instruments.Select(StandInText.Of).Concat(plan.Stock.Select(StandInText.Of)))
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]  {line}[/]");
        }
    }
}
