using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ClosedLoop.Benchmarks;

/// <summary><c>compare</c>: two outputs of <c>regret</c>, or one and a published peer, seed by seed, with a rank test.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var ours = new Argument<FileInfo>("FILE") { Description = "output of regret" };
        var theirs = new Argument<FileInfo?>("OTHER") { Description = "another output of regret", Arity = ArgumentArity.ZeroOrOne };
        var peer = new Option<string?>("--peer") { Description = "instead of OTHER: a peer of the published runs, such as botorch-logei" };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 1, Description = "batch size of the peer's runs" };
        var command = new Command("compare", "Two sets of runs seed by seed, with Wilcoxon's signed-rank test") { ours, theirs, peer, batch };
        command.SetAction(result =>
        {
            var first = Read(result.GetValue(ours)!);
            var other = result.GetValue(theirs);
            var second = other is not null ? Read(other).Gaps
                : PublishedRuns.Gaps(first.Problem, result.GetValue(peer) ?? throw new ArgumentException("give OTHER or --peer"), result.GetValue(batch), first.Evaluations);
            Report(first.Gaps, second);
            if (other is not null)
            {
                SpendingComparison.Report(first.Paths, Read(other).Paths);
            }
        });
        return command;
    }

    private static void Report(Dictionary<int, double> ours, IReadOnlyDictionary<int, double> theirs)
    {
        var seeds = ours.Keys.Where(theirs.ContainsKey).Order().ToArray();
        var (a, b) = (seeds.Select(seed => ours[seed]).ToArray(), seeds.Select(seed => theirs[seed]).ToArray());
        var (wins, losses) = (a.Zip(b).Count(pair => pair.First < pair.Second), a.Zip(b).Count(pair => pair.First > pair.Second));
        Console.WriteLine($"{seeds.Length} common seeds: {Quartiles.Show(a)} against {Quartiles.Show(b)}; {wins} better, {losses} worse");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"signed-rank p = {SignedRank.Probability(a, b):G3}"));
    }

    private static (string Problem, int Evaluations, Dictionary<int, double> Gaps, Dictionary<int, SpendingPath> Paths) Read(FileInfo file)
    {
        var lines = File.ReadLines(file.FullName).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var problem = TestProblems.All.First(p => p.Name == lines[0].GetProperty("problem").GetString());
        var paths = lines.GroupBy(line => line.GetProperty("seed").GetInt32()).ToDictionary(group => group.Key, group => SpendingPath.Read(group, problem.Optimum));
        return (problem.Name, lines.Max(line => line.GetProperty("evaluation").GetInt32()), paths.ToDictionary(path => path.Key, path => path.Value.Gaps[^1]), paths);
    }
}
