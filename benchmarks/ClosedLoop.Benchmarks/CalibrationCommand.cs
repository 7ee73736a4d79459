using System.CommandLine;
using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>calibration</c>: whether predicted intervals hold what they say on a table, by cross-validation with everything fitted afresh.</summary>
internal static class CalibrationCommand
{
    private static readonly double[] Shown = [0.5, 0.8, 0.9, 0.95];

    public static Command Create()
    {
        var table = new Option<string>("--table") { Required = true, Description = "CSV file, or its path below the data folder" };
        var target = new Option<string>("--target") { Required = true, Description = "column to predict; all others are inputs" };
        var folds = new Option<int>("--folds") { DefaultValueFactory = _ => 5, Description = "parts that are held out in turn" };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 1, Description = "number of divisions into folds, from seed 0" };
        var rows = new Option<int?>("--rows") { Description = "use only so many rows, drawn by the seed; all by default" };
        var output = new Option<FileInfo?>("--out") { Description = "JSON Lines, one for each model and seed: the coverage curves" };
        var command = new Command("calibration", "Coverage of predicted intervals on a table, before and after recalibration") { table, target, folds, seeds, rows, output };
        command.SetAction(result =>
        {
            using var lines = new JsonLines(result.GetValue(output));
            var pool = PoolTable.Read(DataFolder.Find(result.GetValue(table)!), result.GetValue(target)!);
            var objective = new Objective { Name = result.GetValue(target)!, Goal = Goal.Minimize };
            Run(Path.GetFileNameWithoutExtension(result.GetValue(table)!), pool, objective, result.GetValue(folds), result.GetValue(seeds), result.GetValue(rows), lines);
        });
        return command;
    }

    private static void Run(string name, PoolTable pool, Objective objective, int folds, int seeds, int? rows, JsonLines lines)
    {
        Console.WriteLine("| model | coverage at 50 / 80 / 90 / 95 %, before | after | miscalibration area | negative log density | sharpness | RMSE | R² | CPU s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var model in CrossValidation.Models)
        {
            var (before, after) = (new List<CalibrationFigures>(), new List<CalibrationFigures>());
            var started = Environment.CpuUsage.TotalTime;
            for (var seed = 0; seed < seeds; seed++)
            {
                var problem = new PlanningProblem(pool.Space, [objective], (ulong)seed, 2, FailurePolicy.Skip);
                var (raw, recalibrated) = CrossValidation.Of(problem, Observed(pool, rows, seed), objective.Name, model, folds);
                before.Add(raw);
                after.Add(recalibrated);
                lines.Write(new { table = name, model, seed, levels = CalibrationFigures.Levels, before = raw.Coverage, after = recalibrated.Coverage });
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {model} | {Coverage(before)} | {Coverage(after)} | {Both(f => f.MiscalibrationArea)} | {Both(f => f.NegativeLogDensity)} | {Both(f => f.Sharpness)} "
                    + $"| {after.Average(f => f.RootMeanSquareError):G3} | {after.Average(f => f.RSquared):F3} "
                    + $"| {(Environment.CpuUsage.TotalTime - started).TotalSeconds / seeds:F2} |"));

            string Both(Func<CalibrationFigures, double> figure) =>
                string.Create(CultureInfo.InvariantCulture, $"{before.Average(figure):G3} → {after.Average(figure):G3}");
        }
    }

    private static ObservedTrial[] Observed(PoolTable pool, int? rows, int seed)
    {
        var order = Enumerable.Range(0, pool.Rows.Count).ToArray();
        if (rows is { } most)
        {
            new Random(seed).Shuffle(order);
            order = [.. order.Take(most)];
        }

        return [.. order.Select((row, i) => new ObservedTrial(i + 1, pool.Rows[row], [pool.Values[row]]))];
    }

    private static string Coverage(List<CalibrationFigures> figures) =>
        string.Join(" / ", Shown.Select(level => figures.Average(f => f.At(level)).ToString("F3", CultureInfo.InvariantCulture)));
}
