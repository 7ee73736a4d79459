using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ClosedLoop.Simulation.Tests;

/// <summary>Many worlds, each a function of its seed. CLOSEDLOOP_SEEDS says how many; CLOSEDLOOP_SEED runs one alone.</summary>
internal static class Seeds
{
    /// <summary>Runs worlds and fails with the seeds of those that broke a promise, and how to see one again.</summary>
    public static void All(int count, Func<ulong, IReadOnlyList<Violation>> run, [CallerMemberName] string method = "")
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_SEEDS") is { } wanted)
        {
            count = int.Parse(wanted, CultureInfo.InvariantCulture);
        }

        var one = Environment.GetEnvironmentVariable("CLOSEDLOOP_SEED");
        IEnumerable<ulong> seeds = one is null ? Enumerable.Range(1, count).Select(seed => (ulong)seed) : [ulong.Parse(one, CultureInfo.InvariantCulture)];
        var broken = new List<(ulong Seed, string Text)>();
        foreach (var seed in seeds)
        {
            if (Try(seed, run) is { } text)
            {
                broken.Add((seed, text));
            }
        }

        if (broken.Count > 0)
        {
            Assert.Fail(Report(broken, one is null ? count : 1, method));
        }
    }

    private static string? Try(ulong seed, Func<ulong, IReadOnlyList<Violation>> run)
    {
        try
        {
            var violations = run(seed);
            return violations.Count == 0 ? null : string.Join(Environment.NewLine, violations.Take(5).Select(violation => $"    {violation.Promise}: {violation.Text}"));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"    {error}";
        }
    }

    private static string Report(List<(ulong Seed, string Text)> broken, int count, string method)
    {
        var report = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{broken.Count} of {count} worlds broke a promise");
        foreach (var (seed, text) in broken.Take(8))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"  seed {seed}").AppendLine(text);
        }

        return report.AppendLine("again:")
            .AppendLine(CultureInfo.InvariantCulture, $"  CLOSEDLOOP_SEED={broken[0].Seed} dotnet run --project tests/ClosedLoop.Simulation.Tests -- -method '*.{method}'")
            .AppendLine(CultureInfo.InvariantCulture, $"all broken: {string.Join(' ', broken.Take(50).Select(b => b.Seed))}")
            .ToString();
    }
}
