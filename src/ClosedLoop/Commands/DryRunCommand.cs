using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.DryRuns;
using ClosedLoop.Reports;
using Spectre.Console;

namespace ClosedLoop;

/// <summary><c>closedloop dry-run</c>: the whole campaign in virtual time, many times over, and what that says of the night to come.</summary>
internal static class DryRunCommand
{
    private const int MostRuns = 100_000;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The campaign file" };
        var runs = new Option<int>("--runs") { Description = "How many times the campaign is run", HelpName = "N", DefaultValueFactory = _ => 20 };
        var seed = new Option<ulong>("--seed") { Description = "Decides the chance of all runs: the same seed gives the same forecast", HelpName = "S", DefaultValueFactory = _ => 1 };
        var start = new Option<string?>("--start") { Description = "When the campaign would be started: HH:MM, \"YYYY-MM-DD HH:MM\" or now (else today at 18:00)", HelpName = "TIME" };
        var by = new Option<string?>("--by") { Description = "The moment that chances are stated for (else the end of budget.time, or the next 08:00)", HelpName = "TIME" };
        var output = new Option<string?>("--out") { Description = "Where journals and forecast are written (else dry-runs/NAME in the data folder)", HelpName = "FOLDER" };
        var keep = new Option<bool>("--keep-journals") { Description = "Keep the journal and the report of every run, not only of the first" };
        var threads = new Option<int?>("--threads") { Description = "Runs side by side (else one for each core); changes no result", HelpName = "N" };
        var data = SharedOptions.Data();
        var command = new Command(
            "dry-run",
            "Run the whole campaign in virtual time, on simulated instruments, and forecast it: best value, finish, use of each instrument, cost, failures. No broker, no instrument and no socket is touched. Ctrl-C stops with what is there.")
        {
            file, runs, seed, start, by, output, keep, threads, data,
        };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), null);
            var clock = new ClockText(TimeProvider.System);
            var begin = clock.Start(arguments.GetValue(start));
            var request = new DryRunRequest(arguments.GetRequiredValue(file), Within("--runs", arguments.GetValue(runs)), arguments.GetValue(seed), begin)
            {
                By = arguments.GetValue(by),
                Out = arguments.GetValue(output),
                KeepAll = arguments.GetValue(keep),
                Threads = Within("--threads", arguments.GetValue(threads) ?? Environment.ProcessorCount),
            };
            return Task.FromResult(Run(settings, request, clock));
        }));
        return command;
    }

    private static int Within(string option, int value) => value is >= 1 and <= MostRuns ? value : throw new BadInputException($"{option} {value}: must be from 1 to {MostRuns}");

    private static int Run(ClosedLoopSettings settings, DryRunRequest request, ClockText clock)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 200;
        }

        var source = CampaignSource.Read(request.File);
        var plan = new DryRunPlan
        {
            Spec = source.Spec,
            Lab = Lab(settings, request.File, source),
            Seed = request.Seed,
            Start = request.Start,
            Runtime = RuntimeInformation.FrameworkDescription,
            VectorWidth = Vector<byte>.Count * 8,
        };
        var folder = DryRunFolder.Prepare(settings.DataFolder, source.Spec.Name, request.Out);
        Introduce(request, plan, clock);
        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        var runs = new List<ForecastRun>();
        var began = TimeProvider.System.GetTimestamp();
        DryRunProgress.Show("dry runs", request.Runs, tick => DryRunSeries.Run(
            plan,
            request.Runs,
            request.Threads,
            outcome =>
            {
                runs.Add(outcome.Figures);
                if (request.KeepAll || outcome.Number == 1)
                {
                    folder.Keep(outcome, "", source.Text);
                }

                tick();
            },
            end.Token));
        if (runs.Count == 0)
        {
            AnsiConsole.WriteLine("Stopped before a run had ended; there is nothing to forecast from");
            return ExitCode.Failed;
        }

        var forecast = Forecast.Of(source.Spec, runs, Question(request, plan, clock));
        AnsiConsole.MarkupLineInterpolated(
            $"[grey]{runs.Count} runs in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:f1} s{(runs.Count < request.Runs ? $", stopped before all {request.Runs}" : "")}[/]");
        AnsiConsole.WriteLine();
        new ForecastView(forecast, clock).Show();
        AnsiConsole.WriteLine($"  {folder.FullPath}");
        return ExitCode.Done;
    }

    private static StandInLab Lab(ClosedLoopSettings settings, string campaignPath, CampaignSource source)
    {
        var path = Path.Combine(settings.LabsFolder, $"{source.Spec.Lab}.yaml");
        LabFile? lab = null;
        if (File.Exists(path))
        {
            var read = LabFileReader.Read(File.ReadAllText(path), path);
            lab = read.File ?? throw new BadInputException([.. read.Errors.Select(error => error.ToString())]);
        }

        return StandInLab.Choose(source.Spec, campaignPath, source.StandIns, path, lab);
    }

    private static ForecastQuestion Question(DryRunRequest request, DryRunPlan plan, ClockText clock)
    {
        var by = request.By is null && plan.Spec.Budget.Time is { } time ? request.Start + time : clock.By(request.By, request.Start);
        var capacities = plan.Lab.Instruments.ToDictionary(standIn => standIn.Settings.Id, standIn => standIn.Settings.Capacity);
        return new ForecastQuestion(by, plan.Spec.StopRules.OfType<TargetReached>().FirstOrDefault(), capacities, clock.Zone);
    }

    private static void Introduce(DryRunRequest request, DryRunPlan plan, ClockText clock)
    {
        var spec = plan.Spec;
        AnsiConsole.MarkupLineInterpolated($"[bold]Dry run of {spec.Name}[/]  [yellow]nothing of this happens: virtual time, simulated instruments, no broker[/]");
        AnsiConsole.MarkupLineInterpolated(
            $"{request.File}: {spec.Budget.Trials} trials, {(spec.Batch.Mode == BatchMode.Asynchronous ? $"{spec.Batch.Size} in flight" : $"batches of {spec.Batch.Size}")}, as if started {clock.Write(plan.Start)} ({clock.Zone.Id})");
        foreach (var standIn in plan.Lab.Instruments)
        {
            var abilities = standIn.Settings.Capabilities.Select(StandInText.Of);
            AnsiConsole.MarkupLineInterpolated($"[grey]  {standIn.Settings.Id}: {string.Join("; ", abilities)}  ({standIn.From})[/]");
        }
    }
}
