using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ClosedLoop.Simulation.Tests;

/// <summary>
/// Many worlds, each a function of its seed. CLOSEDLOOP_SEEDS says how many of the plain storm, the others in proportion; CLOSEDLOOP_SEED runs one alone;
/// CLOSEDLOOP_EVIDENCE names a Markdown table that takes a row for each method.
/// </summary>
internal static class Seeds
{
    /// <summary>Worlds of the plain storm in an ordinary run.</summary>
    public const int Plain = 150;

    private static readonly Lock Evidence = new();

    /// <summary>Runs worlds and fails with the seeds of those that broke a promise, and how to see one again.</summary>
    public static void All(int count, Func<ulong, IReadOnlyList<Violation>> run, [CallerMemberName] string method = "")
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_SEEDS") is { } wanted)
        {
            count = Math.Max(1, count * int.Parse(wanted, CultureInfo.InvariantCulture) / Plain);
        }

        var one = Environment.GetEnvironmentVariable("CLOSEDLOOP_SEED");
        IEnumerable<ulong> seeds = one is null ? Enumerable.Range(1, count).Select(seed => (ulong)seed) : [ulong.Parse(one, CultureInfo.InvariantCulture)];
        var broken = new List<(ulong Seed, string Text)>();
        var began = TimeProvider.System.GetTimestamp();
        foreach (var seed in seeds)
        {
            if (Try(seed, run) is { } text)
            {
                broken.Add((seed, text));
            }
        }

        Note(method, one is null ? count : 1, broken.Count, TimeProvider.System.GetElapsedTime(began));
        if (broken.Count > 0)
        {
            Assert.Fail(Report(broken, one is null ? count : 1, method));
        }
    }

    private static void Note(string method, int count, int broken, TimeSpan took)
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_EVIDENCE") is { Length: > 0 } path)
        {
            lock (Evidence)
            {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"| {method.Replace('_', ' ')} | {count} | {broken} | {took.TotalSeconds:F0} s |\n"));
            }
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
