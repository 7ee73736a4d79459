using System.CommandLine;
using System.Security.Cryptography;
using ClosedLoop.Conformance;
using ClosedLoop.Domain;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClosedLoop;

/// <summary><c>closedloop conformance</c>: tries an instrument against the contract and says what it violates.</summary>
internal static class ConformanceCommand
{
    private static readonly Option<string?> Instrument = new("--instrument") { Description = "The instrument to try", HelpName = "ID" };
    private static readonly Option<string> Lab = new("--lab") { Description = "Its lab", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
    private static readonly Option<string?> Capability = new("--capability")
    {
        Description = "What it has to do (else its first capability)",
        HelpName = "NAME",
    };

    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "How long an answer may take; a step may take as much and five times its typicalSeconds",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<string?> Restart = new("--restart-command")
    {
        Description = "A shell command that kills the instrument and starts it again; without it the checks about crashes are skipped",
        HelpName = "CMD",
    };

    private static readonly Option<string?> Parameters = new("--parameters")
    {
        Description = "A JSON file, capability → parameter → value, instead of the middle of the declared limits",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Physical = new("--physical") { Description = "Try an instrument that is not simulated: its device really moves" };
    private static readonly Option<string> Format = new("--format") { Description = "text, json or junit", DefaultValueFactory = _ => "text" };
    private static readonly Option<bool> List = new("--list") { Description = "List the checks and what the contract says, and make none" };
    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Make only these checks",
        HelpName = "CHECK",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("text", "json", "junit");
        var broker = SharedOptions.Broker();
        var command = new Command("conformance", "Play orchestrator against an instrument and report, check by check, what of the contract it violates")
        {
            Instrument, Lab, Capability, Timeout, Restart, Parameters, Physical, Format, Only, List, broker,
        };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(async settings =>
        {
            if (arguments.GetValue(List))
            {
                Console.Write(CheckTable.Text());
                return ExitCode.Done;
            }

            SharedOptions.Apply(settings, null, arguments.GetValue(broker));
            settings.Broker.Mode = BrokerMode.External;
            return await RunAsync(settings.Broker, Wanted(arguments), arguments.GetValue(Format)!);
        }));
        return command;
    }

    private static ConformanceSettings Wanted(ParseResult arguments)
    {
        var seconds = arguments.GetValue(Timeout);
        return new ConformanceSettings
        {
            Instrument = arguments.GetValue(Instrument) ?? throw new BadInputException("--instrument ID is missing: which one is to be tried?"),
            Lab = arguments.GetValue(Lab)!,
            Name = $"conformance-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            Capability = arguments.GetValue(Capability),
            Timeout = seconds is > 0 and <= 1e6
                ? TimeSpan.FromSeconds(seconds)
                : throw new BadInputException($"--timeout {seconds}: must be above 0 and at most 1e6"),
            Physical = arguments.GetValue(Physical),
            Parameters = arguments.GetValue(Parameters) is { } file ? Read(file) : new Dictionary<string, IReadOnlyDictionary<string, ParameterValue>>(),
            RestartAsync = arguments.GetValue(Restart) is { } line ? new ShellLine(line).RunAsync : null,
            Only = arguments.GetValue(Only) ?? [],
        };
    }

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, ParameterValue>> Read(string file) =>
        File.Exists(file) ? ParameterFile.Read(File.ReadAllText(file), file) : throw new BadInputException($"--parameters {file}: there is no such file");

    private static async Task<int> RunAsync(BrokerSettings broker, ConformanceSettings wanted, string format)
    {
        // What is for programs is on standard output alone; a person sees the progress either way.
        var progress = format == "text" ? Console.Out : Console.Error;
        await using var access = await BrokerAccess.OpenAsync(broker, anyPort: false, NullLogger.Instance);
        progress.WriteLine($"Trying '{wanted.Instrument}' of lab '{wanted.Lab}' at {access.Address} as {wanted.Name}");
        // Ctrl-C clears what the kit has left at the instrument, then ends.
        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        ConformanceReport report;
        try
        {
            var kit = new ConformanceKit(access.Connector, wanted, TimeProvider.System);
            report = await access.UnlessRefusedAsync(kit.RunAsync(check => Show(check, progress), end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            progress.WriteLine("Stopped; nothing is left at the instrument");
            return ExitCode.Failed;
        }

        progress.WriteLine(TextFormat.Summary(report));
        if (format != "text")
        {
            Console.WriteLine(format == "json" ? JsonFormat.Of(report) : JunitFormat.Of(report));
        }

        return report.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Show(CheckReport check, TextWriter progress)
    {
        foreach (var line in TextFormat.Of(check))
        {
            progress.WriteLine(line);
        }
    }
}
