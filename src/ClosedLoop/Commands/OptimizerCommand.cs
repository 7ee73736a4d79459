using System.CommandLine;
using System.Diagnostics;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop;

/// <summary><c>closedloop optimizer</c>: asks and tells, as lines of JSON.</summary>
internal static class OptimizerCommand
{
    private const int LongestRequest = 256 * 1024 * 1024;

    private const string Description = """
        The optimizer for other programs: one request a line of JSON on standard input, one answer a line on standard output (docs/optimizer/README.md). An example:

        printf '%s\n' '{"declare": {"parameters": {"x": {"type": "continuous", "lower": 0, "upper": 1}}, "objectives": {"y": {"goal": "maximize"}}}}' '{"tell": [{"candidate": {"x": 0.2}, "values": {"y": 1.5}}]}' '{"ask": {"n": 2}}' | closedloop optimizer
        """;

    public static Command Create()
    {
        var verbose = new Option<bool>("--verbose") { Description = "Say on standard error how long each answer took" };
        var mqtt = new Option<string?>("--mqtt")
        {
            Description = "Answer the hosts of a lab at this broker instead: the planner of campaigns that say planner: mqtt",
            HelpName = "HOST:PORT|URI",
        };
        var lab = new Option<string>("--lab") { Description = "With --mqtt: the lab", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
        var name = new Option<string>("--name") { Description = "With --mqtt: the planner's name in campaign files", HelpName = "NAME", DefaultValueFactory = _ => "optimizer" };
        var command = new Command("optimizer", Description) { verbose, mqtt, lab, name };

        // On standard input no settings are read: nothing of them matters there, and a first answer should not wait for them.
        command.SetAction(arguments => arguments.GetValue(mqtt) is { } broker
            ? CommandBorder.GuardAsync(settings =>
            {
                SharedOptions.Apply(settings, null, broker);
                settings.Broker.Mode = BrokerMode.External;
                return AnswerAsync(settings.Broker, arguments.GetValue(lab)!, arguments.GetValue(name)!, arguments.GetValue(verbose));
            })
            : Task.FromResult(Converse(arguments.GetValue(verbose) ? Console.Error : null)));
        return command;
    }

    private static async Task<int> AnswerAsync(BrokerSettings settings, string lab, string name, bool verbose)
    {
        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        await using var access = await BrokerAccess.OpenAsync(settings, anyPort: false, NullLogger.Instance);
        await using var planner = Planner(access, lab, name);
        var optimizer = new QuestionedOptimizer();
        ProposalMessage Think(PlannerQuestionMessage question)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = optimizer.Answer(question);
            if (verbose || answer.Error is not null)
            {
                var what = answer.Error?.Message ?? (question.Ask is { } ask ? $"{ask.N} candidates" : "the model");
                Console.Error.WriteLine($"{question.CorrelationId}: {question.Tell.Count} trials, {what}, {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F1} ms");
            }

            return answer;
        }

        try
        {
            var answering = planner.AnswerAsync(Think, () => Console.WriteLine($"Planner '{name}' of lab '{lab}' at {access.Address}; Ctrl-C stops it"), end.Token);
            await await Task.WhenAny(answering, access.Refused);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // This is how it ends.
        }

        return ExitCode.Done;
    }

    private static MqttPlanner Planner(BrokerAccess access, string lab, string name)
    {
        try
        {
            return new MqttPlanner(access.Connector, lab, name, TimeProvider.System);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static int Converse(TextWriter? log)
    {
        using var output = StandardOutput();
        var session = new OptimizerSession(new DataFolder(Environment.CurrentDirectory, Environment.GetEnvironmentVariable));
        var lines = new RequestLines(Console.OpenStandardInput(), LongestRequest);
        try
        {
            while (!session.HasQuit && lines.TryRead(out var line, out var isTooLong))
            {
                if (line.IsEmpty && !isTooLong)
                {
                    continue;
                }

                var began = Stopwatch.GetTimestamp();
                var answer = isTooLong
                    ? session.Refuse(lines.Number, $"the line is longer than {LongestRequest} bytes")
                    : session.Answer(line, lines.Number);
                output.Write(answer.Span);
                output.Flush();
                log?.WriteLine($"line {lines.Number}: {line.Length} bytes answered with {answer.Length} in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F1} ms");
            }
        }
        catch (IOException)
        {
            // Nobody asks, or nobody reads, any more.
        }

        return ExitCode.Done;
    }

    // The console's own stream takes no notice when nobody reads any more. In a file, though, only it goes on behind what others wrote.
    private static Stream StandardOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            var noticing = new FileStream(new SafeFileHandle(1, false), FileAccess.Write, 0);
            if (!noticing.CanSeek)
            {
                return noticing;
            }

            noticing.Dispose();
        }

        return Console.OpenStandardOutput();
    }
}
