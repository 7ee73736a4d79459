using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ClosedLoop.Soaks;
using Spectre.Console;

namespace ClosedLoop;

/// <summary><c>closedloop soak</c>: random campaigns in random labs under random faults, in virtual time, and whether every promise was kept.</summary>
internal static class SoakCommand
{
    private const int MostSeeds = 10_000_000;
    private const int MostShrunk = 3;

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many worlds", HelpName = "N", DefaultValueFactory = _ => 1000 };
        var from = new Option<ulong>("--from") { Description = "The seed of the first; each seed is one world, always the same", HelpName = "SEED", DefaultValueFactory = _ => 1 };
        var threads = new Option<int?>("--threads") { Description = "Worlds side by side (else one for each core); changes no result", HelpName = "N" };
        var campaigns = new Option<int?>("--campaigns") { Description = "Campaigns of a world at most", HelpName = "N" };
        var trials = new Option<int?>("--trials") { Description = "Trials of a campaign at most", HelpName = "N" };
        var chance = new Option<int>("--chance") { Description = "Another course of the same worlds: the same campaigns, labs and faults, other latencies and durations", HelpName = "N" };
        var scenario = SharedOptions.Scenario();
        var aim = new Option<SoakAim>("--aim") { Description = $"What the worlds are full of: {string.Join(", ", Enum.GetNames<SoakAim>())}", HelpName = "AIM" };
        var plain = new Option<bool>("--plain-lab") { Description = "One instrument for each capability, which never fails and can be asked after a crash" };
        var faults = new Option<string?>("--faults") { Description = "The faults that are kept of those that the seed draws, such as 2,5,11; or none", HelpName = "NUMBERS" };
        var command = new Command(
            "soak",
            "Run random campaigns in random labs under random faults, in virtual time on the production loop, and check every promise: nothing lost, nothing done twice, every campaign ends. "
            + "A world that breaks one is made small and printed with the command that shows it again; the exit code is then 1. Ctrl-C stops with what is there.")
        {
            seeds, from, threads, campaigns, trials, plain, aim, faults, chance, scenario,
        };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(_ =>
        {
            var limits = new SoakLimits
            {
                Campaigns = Within("--campaigns", arguments.GetValue(campaigns)),
                Trials = Within("--trials", arguments.GetValue(trials)),
                PlainLab = arguments.GetValue(plain),
                Aim = arguments.GetValue(aim),
                Chance = arguments.GetValue(chance),
                Scenario = arguments.GetValue(scenario) is { } name ? ScenarioSource.Read(name) : null,
                Faults = arguments.GetValue(faults) is { } numbers ? Numbers(numbers) : null,
            };
            var count = Within("--seeds", arguments.GetValue(seeds))!.Value;
            return Task.FromResult(Run(arguments.GetValue(from), count, limits, Within("--threads", arguments.GetValue(threads)) ?? Environment.ProcessorCount));
        }));
        return command;
    }

    private static int? Within(string option, int? value) =>
        value is null or (>= 1 and <= MostSeeds) ? value : throw new BadInputException($"{option} {value}: must be from 1 to {MostSeeds}");

    private static IReadOnlyList<int> Numbers(string text) => text == "none" ? [] :
    [
        .. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new BadInputException($"--faults {text}: '{part}' is not the number of a fault; give numbers such as 2,5,11, or none")),
    ];

    private static int Run(ulong from, int count, SoakLimits limits, int threads)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 200;
        }

        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        var figures = new SoakFigures();
        var (began, before) = (TimeProvider.System.GetTimestamp(), Processor());
        DryRunProgress.Show("world", count, tick => Soak.Run(
            from,
            count,
            limits,
            threads,
            outcome =>
            {
                figures.Add(outcome);
                tick();
            },
            end.Token));
        Console.WriteLine(figures.Write(count, TimeProvider.System.GetElapsedTime(began), Processor() - before));
        foreach (var broken in figures.Broken.Order().Take(MostShrunk))
        {
            Explain(broken, limits, end.Token);
        }

        return figures.Broken.Count == 0 && figures.Worlds > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;

    private static void Explain(ulong seed, SoakLimits limits, CancellationToken cancellationToken)
    {
        Console.WriteLine();
        if (Soak.Shrink(seed, limits, cancellationToken) is not { } finding)
        {
            Console.WriteLine(FormattableString.Invariant($"seed {seed} breaks no promise when it is run again: the world is not deterministic"));
            return;
        }

        Console.WriteLine(FormattableString.Invariant($"seed {seed}, made small in {finding.Tries} tries:"));
        foreach (var piece in finding.Pieces)
        {
            Console.WriteLine($"  {piece}");
        }

        foreach (var violation in finding.Violations.Take(5))
        {
            Console.WriteLine($"  {violation.Promise}: {violation.Text}");
        }

        Console.WriteLine($"  again: {finding.Command}{(limits.Scenario is { } scenario ? $" --scenario {scenario.Name}" : "")}");
    }
}
