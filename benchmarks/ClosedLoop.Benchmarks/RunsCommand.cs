using System.CommandLine;
using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary><c>runs</c>: the same figures as <c>pool</c>, for campaigns that really ran: their exported observations against the table that acted as instrument.</summary>
internal static class RunsCommand
{
    public static Command Create()
    {
        var table = new Option<string>("--table") { Required = true, Description = "CSV file, or its path below the data folder" };
        var target = new Option<string>("--target") { Required = true, Description = "column that was optimized; all others are inputs" };
        var goal = new Option<string>("--goal") { Required = true, Description = "max or min" };
        goal.AcceptOnlyFromAmong("max", "min");
        var marks = new Option<int[]>("--at") { DefaultValueFactory = _ => [20, 50], Description = "numbers of trials to report at", AllowMultipleArgumentsPerToken = true };
        var runs = new Argument<FileInfo[]>("CSV") { Description = "exports of the campaigns (closedloop export NAME), one for each seed", Arity = ArgumentArity.OneOrMore };
        var command = new Command("runs", "Share of the top 5 % rows of a table that finished campaigns found") { table, target, goal, marks, runs };
        command.SetAction(result =>
        {
            var pool = PoolTable.Read(DataFolder.Find(result.GetValue(table)!), result.GetValue(target)!);
            var objective = new Objective { Name = result.GetValue(target)!, Goal = result.GetValue(goal) == "max" ? Goal.Maximize : Goal.Minimize };
            Report(pool, objective, result.GetValue(runs)!, result.GetValue(marks)!);
        });
        return command;
    }

    private static void Report(PoolTable pool, Objective objective, FileInfo[] runs, int[] marks)
    {
        var n = pool.Rows.Count;
        var tops = (int)Math.Ceiling(PoolCommand.TopShare * n);
        var top = Enumerable.Range(0, n).OrderBy(i => objective.Loss(pool.Values[i])).ThenBy(i => i).Take(tops).Select(i => pool.Rows[i]).ToHashSet();
        var picks = runs.Select(run => Picks(run, pool)).ToList();
        foreach (var mark in marks)
        {
            var shares = picks.Select(run => run.Take(mark).Distinct().Count(top.Contains) / (double)tops).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"after {mark} trials, {runs.Length} runs: Top% mean {shares.Average():F3}, {Quartiles.Show(shares)}; EF {shares.Average() / (mark / (double)n):F2}; EF of each: {string.Join(' ', shares.Select(share => (share / (mark / (double)n)).ToString("F1", CultureInfo.InvariantCulture)))}"));
        }
    }

    private static List<Candidate> Picks(FileInfo run, PoolTable pool)
    {
        var lines = CsvRows.Read(run.FullName).ToArray();
        var names = pool.Space.Parameters.Select(parameter => parameter.Name).ToArray();
        var columns = names.Select(name => Array.IndexOf(lines[0], name)).ToArray();
        return
        [
            .. lines.Skip(1).Select(fields => new Candidate(names.Zip(columns, (name, column) =>
                KeyValuePair.Create(name, (ParameterValue)double.Parse(fields[column], CultureInfo.InvariantCulture))))),
        ];
    }
}
