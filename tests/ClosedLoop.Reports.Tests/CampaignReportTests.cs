using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class CampaignReportTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_EverySample_IsWellFormedAndLoadsNothing(string name)
    {
        var (events, now) = Samples.All[name]();
        var html = CampaignReport.Html(events, Samples.Yaml, now);
        var page = Parse(html);
        html.ShouldNotContain("http", Case.Insensitive);
        html.ShouldNotContain("@import");
        html.ShouldNotContain("url(");
        page.Descendants().Attributes().ShouldAllBe(attribute => attribute.Name.LocalName != "src" && attribute.Name.LocalName != "href");
        page.Descendants().ShouldAllBe(element => element.Name.LocalName != "link" && element.Name.LocalName != "img" && element.Name.LocalName != "iframe");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_EverySample_HasARowForEachTrialAndNoBrokenCoordinate(string name)
    {
        var (events, now) = Samples.All[name]();
        var page = Parse(CampaignReport.Html(events, null, now));
        var state = CampaignLoop.Fold(events);
        page.Descendants("tr").Select(row => (string?)row.Attribute("id")).OfType<string>().ShouldBe(state.Trials.Keys.Select(number => $"trial-{number}"));
        foreach (var attribute in page.Descendants("svg").DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "d" or "width" or "height" or "x1" or "y2"))
        {
            Regex.IsMatch(attribute.Value, "NaN|∞|Infinity|E[+-]").ShouldBeFalse($"{attribute.Parent!.Name} {attribute}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_EverySample_DrawsEachMeasuredTrialInsideItsPicture(string name)
    {
        var (events, now) = Samples.All[name]();
        var page = Parse(CampaignReport.Html(events, null, now));
        var measured = CampaignLoop.Fold(events).Trials.Values.Where(trial => trial.Status == TrialStatus.Observed).Select(trial => trial.Number).ToHashSet();
        foreach (var picture in Section(page, "convergence")?.Descendants("svg").Where(svg => svg.Attribute("role") is not null) ?? [])
        {
            var box = ((string)picture.Attribute("viewBox")!).Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var marks = picture.Descendants("circle").ToList();
            marks.Select(mark => (int)mark.Attribute("data-trial")!).Order().ShouldBe(measured.Order());
            marks.ShouldAllBe(mark => (double)mark.Attribute("cx")! > 0 && (double)mark.Attribute("cx")! < box[2] && (double)mark.Attribute("cy")! > 0 && (double)mark.Attribute("cy")! < box[3]);
        }
    }

    [Fact]
    public void Html_NamesOfMarkup_AreEscapedEverywhere()
    {
        const string evil = "<b>&\"'</b>";
        var spec = Specs.Coupling() with
        {
            Space = new SearchSpace { Parameters = [new CategoricalParameter { Name = evil + "p", Unit = evil, Levels = [evil + "1", evil + "2"] }] },
            Objectives = [new Objective { Name = evil + "o", Goal = Goal.Maximize, Unit = evil }],
            Lab = evil,
        };
        var story = new Story(spec).Propose(Story.Epoch, 1, new Candidate([new(evil + "p", evil + "1")]), evil)
            .Dispatch(Story.Epoch, 1, "mix", evil).Fail(Story.Epoch, 1, "mix", evil).Observe(Story.Epoch, 1, true, (evil + "o", 1))
            .Add(Story.Epoch, new MessageQuarantined(evil, evil, evil, evil + "\u0000\u0007")).Add(Story.Epoch, new CampaignAborted(evil));
        var html = CampaignReport.Html(story.Events, evil, Story.Epoch, evil);
        html.ShouldNotContain("<b>");
        var page = Parse(html);
        page.Descendants("b").ShouldBeEmpty();
        page.Value.ShouldContain(evil);
        Section(page, "spec")!.Element("pre")!.Value.ShouldBe(evil);
    }

    [Fact]
    public void Html_Completed_StatesTheBestAsItWasMeasured()
    {
        var events = Samples.Single();
        var best = CampaignSummary.Of(CampaignLoop.Fold(events)).Best!;
        var text = Section(Parse(CampaignReport.Html(events, null, Story.Epoch)), "best")!.Value;
        text.ShouldContain(Figures.Short(best.Values["yield"]));
        text.ShouldContain($"Trial {best.Trial} of 40");
        text.ShouldContain(best.Candidate["ligand"].Text!);
    }

    [Fact]
    public void Html_TwoObjectives_ListsTheFrontAndMarksIt()
    {
        var events = Samples.TwoObjectives();
        var front = ParetoFront.Of(CampaignLoop.Fold(events)).Select(member => member.Trial).ToArray();
        var page = Parse(CampaignReport.Html(events, null, Story.Epoch));
        Section(page, "best")!.Descendants("tbody").Single().Elements("tr").Select(row => (int)row.Elements("td").First()).ShouldBe(front);
        Section(page, "pareto")!.Descendants("circle").Where(mark => (string?)mark.Attribute("class") == "mark best" && mark.Attribute("data-trial") is not null)
            .Select(mark => (int)mark.Attribute("data-trial")!).Order().ShouldBe(front.Order());
    }

    [Fact]
    public void Html_HostDiedAndCameBack_SaysSo()
    {
        var story = new Story(Specs.Coupling());
        story.Add(Story.Epoch.AddMinutes(1), new CampaignPaused("lunch")).Open(Story.Epoch.AddMinutes(3))
            .Add(Story.Epoch.AddMinutes(4), new CampaignSuspended()).Open(Story.Epoch.AddMinutes(9));
        var log = Section(Parse(CampaignReport.Html(story.Events, null, Story.Epoch.AddMinutes(10))), "log")!;
        log.Descendants("span").Where(span => (string?)span.Attribute("class") == "alarm").Select(span => span.Value).ShouldBe(["opened (2)"]);
        log.Value.ShouldContain("gone without leave; the last fact before is 2 min 0 s older");
        log.Value.ShouldContain("opened (3)");
    }

    [Fact]
    public void Html_Trouble_ListsEveryFailureQuarantineAndLateResult()
    {
        var events = Samples.Troubled();
        var problems = Section(Parse(CampaignReport.Html(events, null, Story.Epoch)), "problems")!;
        var state = CampaignLoop.Fold(events);
        var ended = state.Trials.Values.Count(trial => trial.Status is TrialStatus.Failed or TrialStatus.Quarantined);
        problems.Elements("h3").Select(heading => heading.Value).ShouldBe(
        [
            $"Trials without a measurement ({ended})",
            $"Attempts that did not succeed ({events.Count(e => e is StepFailed or StepIndeterminate) - events.OfType<StepSucceeded>().Count(e => e.Late)})",
            "Late results (kept) (1)",
            "Messages that were not believed (2)",
        ]);
    }

    [Fact]
    public void Html_NotStarted_IsRefused() => Should.Throw<ArgumentException>(() => CampaignReport.Html([], null, Story.Epoch));

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static XElement? Section(XElement page, string id) => page.Descendants("section").FirstOrDefault(section => (string?)section.Attribute("id") == id);
}
