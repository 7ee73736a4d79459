using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop.Benchmarks;

/// <summary><c>table</c>: a table of many candidates, from its text to a suggestion: seconds and memory of each step.</summary>
internal static class TableCommand
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 1_000_000, Description = "candidates" };
        var columns = new Option<int>("--columns") { DefaultValueFactory = _ => 6, Description = "parameters" };
        var observed = new Option<int>("--observed") { DefaultValueFactory = _ => 200, Description = "observations" };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 1, Description = "candidates proposed together" };
        var command = new Command("table", "Seconds and memory of a suggestion from a long table of candidates") { rows, columns, observed, batch };
        command.SetAction(result => Run(result.GetValue(rows), result.GetValue(columns), result.GetValue(observed), result.GetValue(batch)));
        return command;
    }

    private static void Run(int rows, int columns, int count, int batch)
    {
        var text = Measured("text of the table, made", () => Text(rows, columns));
        Console.WriteLine($"{text.Length / 1e6:F0} MB of text");
        var spec = Measured("campaign file and table read", () => Read(text, columns));
        text = "";
        var problem = new PlanningProblem(spec.Space, spec.Objectives, 1, count, FailurePolicy.Skip);
        var planner = new BayesianPlanner();
        var design = Measured($"space encoded, design of {count}", () => planner.Propose(problem, new(1, count, [], [])));
        ObservedTrial[] observed = [.. design.Candidates.Select((c, i) => new ObservedTrial(i + 1, c.Candidate, [Value(c.Candidate)]))];
        Console.WriteLine($"best of the design {observed.Min(trial => trial.Values![0]).ToString("F4", CultureInfo.InvariantCulture)}");
        for (var number = 2; number < 5; number++)
        {
            var proposal = Measured($"suggestion {number - 1} of {batch}, fit included", () => planner.Propose(problem, new(number, batch, observed, [])));
            observed = [.. observed, .. proposal.Candidates.Select((c, i) => new ObservedTrial(observed.Length + i + 1, c.Candidate, [Value(c.Candidate)]))];
        }

        Console.WriteLine($"best of all {observed.Min(trial => trial.Values![0]).ToString("F4", CultureInfo.InvariantCulture)}");
        Console.WriteLine($"best of the table {spec.Space.Table!.Min(Value).ToString("F4", CultureInfo.InvariantCulture)}");
    }

    private static T Measured<T>(string what, Func<T> action)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var result = action();
        var seconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {seconds:F2} s of CPU, {clock.Elapsed.TotalSeconds:F2} s; kept {GC.GetTotalMemory(true) / 1e6:F0} MB, peak {process.PeakWorkingSet64 / 1e6:F0} MB"));
        return result;
    }

    private static string Text(int rows, int columns)
    {
        var random = new Random(1);
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(d => $"x{d}"))).Append('\n');
        for (var row = 0; row < rows; row++)
        {
            for (var d = 0; d < columns; d++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(d == 0 ? "" : ",")}{random.NextDouble():F6}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static CampaignSpec Read(string text, int columns)
    {
        var names = string.Join(", ", Enumerable.Range(0, columns).Select(d => $"x{d}"));
        var campaign = new StringBuilder("name: table\nparameters:\n");
        for (var d = 0; d < columns; d++)
        {
            campaign.Append(CultureInfo.InvariantCulture, $"  x{d}: {{type: continuous, lower: 0, upper: 1}}\n");
        }

        campaign.Append(
            CultureInfo.InvariantCulture,
            $"table: {{file: rows.csv}}\nobjectives: {{y: {{goal: minimize}}}}\nworkflow: [{{step: s, capability: c, inputs: [{names}], outputs: [y]}}]\nbudget: {{trials: 1000}}\n");
        var result = CampaignFileReader.Read(campaign.ToString(), "table.yaml", _ => text);
        return result.Spec ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }

    // A bowl that is not round, with ripples.
    private static double Value(Candidate candidate) =>
        candidate.Values.Select((pair, d) => Math.Pow(pair.Value.Number - 0.3 - (0.05 * d), 2) * (d + 1)).Sum() + (0.05 * Math.Sin(12 * candidate.Values[0].Value.Number));
}
