using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class CampaignExportTests
{
    [Fact]
    public void Csv_ThreeTrials_IsExactlyThis() => CampaignExport.Csv(Small().Events).ShouldBe(
        """"
        trial,status,source,late,temperature,solvent,measure.yield,measure.flag,yield,yield.predicted_mean,yield.predicted_sd,acquisition,origin,proposal,attempts,instruments,proposed_at,started_at,ended_at,duration_s,reason
        1,observed,experiment,false,20.5,"water, ""pure""",71.25,1,71.25,,,,sobol,1,2,uv-vis,2026-03-14T18:01:00.000Z,2026-03-14T18:02:00.000Z,2026-03-14T18:05:00.000Z,180,
        2,failed,,,1E-07,=1+1,,,,0.1,0.25,-1.5,logEI,2,1,uv-vis,2026-03-14T18:06:00.000Z,2026-03-14T18:07:00.000Z,2026-03-14T18:08:00.000Z,60,"stirrer stalled,
        sample altered"
        3,in flight,,,30,=1+1,,,,0.30000000000000004,0.25,-1.75,logEI,3,0,,2026-03-14T18:09:00.000Z,,,,

        """".ReplaceLineEndings("\n"));

    [Fact]
    public void JsonLines_ThreeTrials_HoldEverything()
    {
        var lines = CampaignExport.JsonLines(Small().Events).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.Length.ShouldBe(3);
        var first = lines[0];
        first.GetProperty("trial").GetInt32().ShouldBe(1);
        first.GetProperty("status").GetString().ShouldBe("observed");
        first.GetProperty("values").GetProperty("yield").GetDouble().ShouldBe(71.25);
        first.GetProperty("candidate").GetProperty("temperature").GetDouble().ShouldBe(20.5);
        var attempts = first.GetProperty("attempts");
        attempts.GetArrayLength().ShouldBe(2);
        attempts[0].GetProperty("dispatchId").GetString().ShouldBe("tiny-7f3a.1.measure.1");
        attempts[0].GetProperty("failure").GetString().ShouldBe("Error");
        attempts[0].GetProperty("sample").GetString().ShouldBe("Untouched");
        attempts[1].GetProperty("outputs").GetProperty("flag").GetDouble().ShouldBe(1);
        attempts[1].GetProperty("files")[0].GetProperty("name").GetString().ShouldBe("trace.csv");
        lines[1].GetProperty("predictions")[0].GetProperty("standardDeviation").GetDouble().ShouldBe(0.25);
        lines[2].GetProperty("attempts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Exports_EverySample_HaveOneRecordForEachTrial()
    {
        foreach (var (events, _) in Samples.All.Values.Select(sample => sample()))
        {
            var trials = CampaignLoop.Fold(events).Trials.Count;
            CampaignExport.JsonLines(events).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(trials);
            CampaignExport.Csv(events).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(trials + 1);
        }
    }

    [Fact]
    public void Csv_NotStarted_IsRefused() => Should.Throw<ArgumentException>(() => CampaignExport.Csv([]));

    private static Story Small()
    {
        var spec = Specs.Coupling() with
        {
            Name = "tiny",
            Space = new SearchSpace
            {
                Parameters =
                [
                    new ContinuousParameter { Name = "temperature", Lower = 0, Upper = 100 },
                    new CategoricalParameter { Name = "solvent", Levels = ["water, \"pure\"", "=1+1"] },
                ],
            },
            Workflow = [Specs.Steps("yield", "flag")[2]],
        };
        static Candidate At(double temperature, string solvent) => new([new("temperature", temperature), new("solvent", solvent)]);
        static DateTimeOffset Minute(int minute) => Story.Epoch.AddMinutes(minute);
        return new Story(spec)
            .Propose(Minute(1), 1, At(20.5, "water, \"pure\""))
            .Dispatch(Minute(2), 1, "measure", "uv-vis").Fail(Minute(3), 1, "measure", "lamp off")
            .Dispatch(Minute(4), 1, "measure", "uv-vis", 2).Succeed(Minute(5), 1, "measure", Minute(4), 2, false, ("yield", 71.25), ("flag", 1))
            .Observe(Minute(5), 1, false, ("yield", 71.25))
            .Propose(Minute(6), 2, At(1e-7, "=1+1"), "logEI", -1.5, new ObjectivePrediction("yield", 0.1, 0.25))
            .Dispatch(Minute(7), 2, "measure", "uv-vis").Fail(Minute(8), 2, "measure", "stirrer stalled", FailureKind.Error, SampleFate.Altered)
            .Add(Minute(8), new TrialFailed(2, "stirrer stalled,\nsample altered", FailurePolicy.Skip))
            .Propose(Minute(9), 3, At(30, "=1+1"), "logEI", -1.75, new ObjectivePrediction("yield", 0.1 + 0.2, 0.25));
    }
}
