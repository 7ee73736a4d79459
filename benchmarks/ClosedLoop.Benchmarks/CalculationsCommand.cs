using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClosedLoop.Calculations;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;
using ClosedLoop.Storage;

namespace ClosedLoop.Benchmarks;

/// <summary><c>calculations</c>: what a calculation costs beside its program: folder, durable notes, shell, hashes, cache.</summary>
internal static class CalculationsCommand
{
    private static readonly byte[] Script = Encoding.UTF8.GetBytes("echo E = $1\n");

    public static Command Create()
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 100, Description = "calculations of each kind; the first 10 warm up" };
        var command = new Command("calculations", "Time of a calculation over that of its bare program, on this machine") { count };
        command.SetAction((result, cancellation) => RunAsync(result.GetValue(count), cancellation));
        return command;
    }

    private static async Task RunAsync(int count, CancellationToken cancellation)
    {
        using var folder = new ScratchFolder();
        var instrument = Instrument(folder.Path);
        var (bare, whole, known) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < count; i++)
        {
            bare.Add(await TimeAsync(() => BareAsync(folder.Path, i, cancellation)));
            whole.Add(await TimeAsync(() => PerformAsync(instrument, folder.Path, i, i, cancellation)));
            known.Add(await TimeAsync(() => PerformAsync(instrument, folder.Path, count + i, i, cancellation)));
        }

        Tell("bare program (sh)", bare);
        Tell("calculation", whole);
        Tell("over the bare program", [.. whole.Zip(bare, (all, program) => all - program)]);
        Tell("known already", known);
    }

    private static void Tell(string what, List<double> milliseconds)
    {
        var measured = milliseconds.Skip(10).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-22} {measured.Length} times: p50 {Quartiles.At(measured, 0.5):F1} ms, p99 {Quartiles.At(measured, 0.99):F1} ms"));
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task BareAsync(string folder, int x, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"echo E = {x} > bare.txt"]) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync(cancellation);
    }

    private static async Task PerformAsync(CalculationInstrument instrument, string folder, int trial, int x, CancellationToken cancellation)
    {
        var command = new CommandMessage
        {
            DispatchId = new DispatchId("bench", trial + 1, "energy", 1),
            Capability = "energy",
            Parameters = new Dictionary<string, ParameterValue> { ["x"] = x },
            Sample = $"bench.{trial + 1}",
            Simulated = false,
            LedgerId = "bench",
            Epoch = 1,
            StartBy = DateTimeOffset.MaxValue,
            TimeLimit = TimeSpan.FromHours(1),
        };
        if (await instrument.PerformAsync(command, new BenchStep(folder), cancellation) is not StepOutcome.Succeeded)
        {
            throw new InvalidOperationException($"trial {trial + 1} did not succeed");
        }
    }

    private static CalculationInstrument Instrument(string folder)
    {
        var code = new CommandCode(new CommandSettings
        {
            Inputs = new Dictionary<string, InputKind> { ["x"] = InputKind.Number },
            Command = [InputTemplate.Parse("command", "sh"), InputTemplate.Parse("command", "run.sh"), InputTemplate.Parse("command", "{{x}}")],
            Files = new Dictionary<string, byte[]> { ["run.sh"] = Script },
            Outputs = new Dictionary<string, ValueReader> { ["energy"] = new PatternReader("stdout.txt", new Regex(@"E = (\S+)")) },
        });
        var settings = new CalculationSettings { Id = "bench-1", Capability = "energy" };
        var execution = new LocalExecution(new CorePool(Environment.ProcessorCount), TimeProvider.System);
        return new CalculationInstrument(settings, code, InstalledCode.Find(code), execution, new CalculationCache(Path.Combine(folder, "cache")), Path.Combine(folder, "bench-1"), TimeProvider.System);
    }

    /// <summary>Keeps files as an instrument's host does, and hears nothing.</summary>
    private sealed class BenchStep(string folder) : IStepContext
    {
        private readonly ContentStore _files = new(new FileDisk(), Path.Combine(folder, "raw"));

        public TimeProvider Time => TimeProvider.System;

        public ulong Seed => 1;

        public ValueTask ReportProgressAsync(double progress) => ValueTask.CompletedTask;

        public ValueTask ReportAsync(string metric, double value) => ValueTask.CompletedTask;

        public void Note(string text)
        {
        }

        public ResultFile Keep(string name, ReadOnlySpan<byte> content)
        {
            var hash = _files.Put(content);
            return new ResultFile(name, new Uri(_files.PathOf(hash)).AbsoluteUri, hash, content.Length);
        }
    }
}
