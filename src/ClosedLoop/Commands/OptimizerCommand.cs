using System.CommandLine;
using System.Diagnostics;
using ClosedLoop.CampaignFiles;
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
        var command = new Command("optimizer", Description) { verbose };

        // No settings are read: nothing of them matters here, and a first answer should not wait for them.
        command.SetAction(arguments => Converse(arguments.GetValue(verbose) ? Console.Error : null));
        return command;
    }

    private static int Converse(TextWriter? log)
    {
        // The console's own stream takes no notice when nobody reads any more.
        using var output = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new FileStream(new SafeFileHandle(1, false), FileAccess.Write, 0);
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
}
