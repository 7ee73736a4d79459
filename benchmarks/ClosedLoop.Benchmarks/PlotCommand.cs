using System.CommandLine;
using System.Text.Json;
using ClosedLoop.Reports;

namespace ClosedLoop.Benchmarks;

/// <summary><c>plot</c>: outputs of <c>regret</c>, <c>pool</c> and <c>calibration</c> as pictures, with the published peers beside them.</summary>
internal static class PlotCommand
{
    private const double First = 0.25;
    private const double Third = 0.75;

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "outputs of regret, pool or calibration; outputs for the same problem and batch share a picture", Arity = ArgumentArity.OneOrMore };
        var output = new Option<DirectoryInfo>("--out") { Required = true, Description = "folder of the pictures; each is named after the first of its files" };
        var command = new Command("plot", "Pictures (SVG) of benchmark outputs") { files, output };
        command.SetAction(result =>
        {
            var folder = Directory.CreateDirectory(result.GetValue(output)!.FullName);
            var runs = result.GetValue(files)!.Select(file => (Name: Path.GetFileNameWithoutExtension(file.Name), Lines: Read(file))).Where(run => run.Lines.Length > 0);
            foreach (var picture in runs.GroupBy(run => Subject(run.Lines[0])))
            {
                var arms = picture.ToArray();
                var path = Path.Combine(folder.FullName, arms[0].Name + ".svg");
                File.WriteAllText(path, Draw(arms));
                Console.WriteLine(path);
            }
        });
        return command;
    }

    private static JsonElement[] Read(FileInfo file) => [.. File.ReadLines(file.FullName).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Subject(JsonElement line) =>
        line.TryGetProperty("problem", out var problem) ? $"{problem} {Batch(line)}"
        : line.TryGetProperty("tops", out _) ? $"{Text(line, "peers")} {line.GetProperty("rows")}"
        : line.TryGetProperty("levels", out _) ? line.GetRawText()
        : throw new ArgumentException("neither an output of regret nor of pool nor of calibration");

    private static string Draw((string Name, JsonElement[] Lines)[] arms)
    {
        var first = arms[0].Lines[0];
        string Named(string name) => arms.Length == 1 ? "ClosedLoop" : $"ClosedLoop, {name}";
        if (first.TryGetProperty("levels", out _))
        {
            return Calibration(arms[0].Lines);
        }

        if (first.TryGetProperty("problem", out var named))
        {
            var problem = TestProblems.All.First(each => each.Name == named.GetString());
            var ours = arms.Select(arm => Middle(Named(arm.Name), Runs(arm.Lines, "evaluation", line => Math.Abs(line.GetProperty("best").GetDouble() - problem.Optimum)), false));
            var peers = PublishedRuns.Courses(problem.Name, Batch(first), problem.Optimum).Select(peer => Middle(peer.Key, peer.Value, false));
            var gap = problem.Reference.Length > 0 ? "gap of the hypervolume" : "simple regret";
            var batches = Batch(first) > 1 ? $", {Batch(first)} at a time" : "";
            return CurvePlot.Svg($"{problem.Name}{batches}: median and quartiles", new("evaluations"), new(gap, Logarithmic: true), [.. ours, .. peers]);
        }

        var tops = first.GetProperty("tops").GetInt32();
        var found = arms.Select(arm => Middle(Named(arm.Name), Runs(arm.Lines, "pick", line => line.GetProperty("topFound").GetDouble() / tops), true));
        var table = Text(first, "peers");
        var others = PublishedRuns.TopFound(table).Select(peer => Middle(peer.Key, [.. peer.Value.Select(run => run.Select(at => (at.X, at.Y / tops)).ToArray())], true));
        return CurvePlot.Svg(
            $"{(table.Length > 0 ? table : arms[0].Name)}: share of the best 5 % of {first.GetProperty("rows")} rows found, mean and quartiles",
            new("picks"),
            new("share found", 0, 1),
            [.. found, .. others]);
    }

    private static string Calibration(JsonElement[] lines)
    {
        double[] levels = [0, .. lines[0].GetProperty("levels").EnumerateArray().Select(level => level.GetDouble()), 1];
        IEnumerable<Curve> Of(string way) => lines.GroupBy(line => line.GetProperty("model").GetString()!).Select(model => new Curve(
            $"{model.Key}, {way} recalibration",
            levels,
            [0, .. Enumerable.Range(0, levels.Length - 2).Select(k => model.Average(line => line.GetProperty(way)[k].GetDouble())), 1]));
        return CurvePlot.Svg(
            $"{Text(lines[0], "table")}: coverage of intervals, five folds",
            new("probability of the interval", 0, 1),
            new("measurements inside", 0, 1),
            [.. Of("after"), .. Of("before")],
            diagonal: true);
    }

    private static IReadOnlyList<(double X, double Y)[]> Runs(JsonElement[] lines, string x, Func<JsonElement, double> y) =>
        [.. lines.GroupBy(line => line.GetProperty("seed").GetInt32()).Select(seed => seed.Select(line => (line.GetProperty(x).GetDouble(), y(line))).ToArray())];

    // Over the runs that have come so far; the mean where the protocol asks for it, else the median.
    private static Curve Middle(string name, IReadOnlyList<(double X, double Y)[]> runs, bool mean)
    {
        var columns = runs.SelectMany(run => run).GroupBy(at => at.X, at => at.Y).OrderBy(column => column.Key).Where(column => column.Count() == runs.Count).ToArray();
        return new(
            $"{name} ({runs.Count})",
            [.. columns.Select(column => column.Key)],
            [.. columns.Select(column => mean ? column.Average() : Quartiles.At(column, 0.5))],
            [.. columns.Select(column => Quartiles.At(column, First))],
            [.. columns.Select(column => Quartiles.At(column, Third))]);
    }

    private static int Batch(JsonElement line) => line.TryGetProperty("batch", out var batch) ? batch.GetInt32() : 1;

    private static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
