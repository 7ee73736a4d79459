using System.Xml.Linq;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Reports;

namespace ClosedLoop.DryRuns.Tests;

public sealed class ForecastReportTests
{
    private const string Stock = """

        stock:
          dye: {amount: 30, unit: mL, use: {coating: x}}
          tips: {amount: 4, use: {coating: 1}}
        """;

    [Fact]
    public void Html_OfADryRun_NeedsNothingElseAndSaysWhatItIs()
    {
        var html = Html(out var forecast);

        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href").ShouldBeEmpty();
        html.ShouldContain("Nothing of this happened.");
        foreach (var told in new[] { "coater", "scanner", "rough", "batches of 2", "What was assumed", "as written (2 in flight)" })
        {
            html.ShouldContain(told);
        }

        html.ShouldNotContain("NaN");
        forecast.Runs.Count.ShouldBe(4);
    }

    /// <summary>What a cheap source says is not the best that was measured at the target, however good it looks.</summary>
    [Fact]
    public void Trials_OfACampaignWithSources_CountAtTheTargetAlone()
    {
        var campaign = Files.Film.Replace(
            "workflow:",
            """
            sources: {guess: {}, real: {target: true}}
            workflow:
              - {step: look, source: guess, capability: scanning, inputs: [x, y], outputs: [rough], deadline: 5 min, cost: 0.1}
            """,
            StringComparison.Ordinal).Replace("{step: coat,", "{step: coat, source: real,", StringComparison.Ordinal).Replace("{step: scan,", "{step: scan, source: real,", StringComparison.Ordinal);

        var run = DryRun.Run(Files.Plan(campaign), 1, TestContext.Current.CancellationToken);

        var told = run.Events.OfType<Campaigns.ObservationRecorded>().ToList();
        told.Select(observed => observed.Source).Distinct().ShouldBe(["guess", "real"], ignoreOrder: true);
        run.Figures.Trials.Count(trial => trial.Counts).ShouldBe(told.Count(observed => observed.Source == "real"));
    }

    [Fact]
    public void Html_Again_IsTheSameText() => Html(out _).ShouldBe(Html(out _));

    /// <summary>Twelve coats at least, four tips: the fifth coat that acts finds none. A failure that leaves the sample untouched uses nothing.</summary>
    [Fact]
    public void Stock_OfFourTips_IsEmptyAtTheFifthCoat()
    {
        var plan = WithStock();
        var run = DryRun.Run(plan, 1, CancellationToken.None);
        var coats = run.Events.OfType<Campaigns.StepSucceeded>().Where(done => done.Id.Step == "coat").OrderBy(done => done.StartedAt).ToList();

        var tips = run.Figures.Stock["tips"];

        tips.Used.ShouldBe(coats.Count);
        tips.EmptyAt.ShouldBe(coats[4].StartedAt);
        run.Figures.Persons.ShouldContain(person => person.At == tips.EmptyAt && person.Why == "tips is empty");
        run.Figures.Stock["dye"].Used.ShouldBe(
            coats.Sum(done => Math.Max(0, run.Events.OfType<Campaigns.StepDispatched>().Single(dispatch => dispatch.Id == done.Id).Inputs["x"].Number)),
            1e-9);
        Forecast.Of(plan.Spec, [run.Figures], Files.Question(plan)).Stock()[1].Sentence(TimeZoneInfo.Utc).ShouldContain("empty at 18:0");
    }

    [Fact]
    public void StockShelf_UseThatNoStepSends_IsNamed()
    {
        var lab = LabFileReader.Read(Files.FilmLab + Stock.Replace("coating: x", "coating: volume", StringComparison.Ordinal), "lab.yaml").File;

        Should.Throw<DryRunRefusedException>(() => StockShelf.Of(Files.Plan().Spec, lab, "lab.yaml")).Lines.ShouldBe(["lab.yaml(8): stock dye: step 'coat' sends no 'volume'; it sends x, y"]);
    }

    private static DryRunPlan WithStock()
    {
        var lab = LabFileReader.Read(Files.FilmLab + Stock, "lab.yaml");
        lab.Errors.ShouldBeEmpty();
        var plan = Files.Plan();
        return plan with { Stock = StockShelf.Of(plan.Spec, lab.File, "lab.yaml") };
    }

    private static string Html(out Forecast forecast)
    {
        var plan = WithStock();
        IReadOnlyList<Campaigns.CampaignEvent> example = [];
        var arms = DryRunArm.Parse("synchronous", plan.Spec).Select(arm =>
        {
            var outcomes = Enumerable.Range(1, 4).Select(number => DryRun.Run(plan with { Spec = arm.Spec }, number, CancellationToken.None)).ToList();
            example = example.Count == 0 ? outcomes[0].Events : example;
            return new ArmForecast(arm.Name, Forecast.Of(arm.Spec, outcomes.Select(outcome => outcome.Figures), Files.Question(plan)));
        }).ToList();
        forecast = arms[0].Forecast;
        return ForecastReport.Html(forecast, ["coater: coating 60 s"], example, Comparison.Of(arms));
    }
}
