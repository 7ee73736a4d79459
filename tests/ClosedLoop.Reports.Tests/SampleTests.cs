namespace ClosedLoop.Reports.Tests;

public sealed class SampleTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    /// <summary>With CLOSEDLOOP_SAMPLES set to a folder, the reports are left there to be looked at.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Html_OfEveryState_IsWrittenAndTheSameEachTime(string name)
    {
        var (events, now) = Samples.All[name]();
        var html = CampaignReport.Html(events, Samples.Yaml, now, new string('c', 64));
        html.ShouldBe(CampaignReport.Html(events, Samples.Yaml, now, new string('c', 64)));
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_SAMPLES") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name + ".html"), html);
            File.WriteAllText(Path.Combine(folder, name + ".csv"), CampaignExport.Csv(events));
            File.WriteAllText(Path.Combine(folder, name + ".jsonl"), CampaignExport.JsonLines(events));
        }
    }
}
