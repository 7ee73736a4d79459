using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

public sealed class ExplainedReportTests
{
    /// <summary>The samples in which something was measured and modelled.</summary>
    public static TheoryData<string> Names => ["single", "two-objectives", "trouble", "hundreds"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_WithAnExplanation_DrawsAllOfItWithoutABrokenCoordinate(string name)
    {
        var (events, now) = Samples.All[name]();
        var spec = CampaignLoop.Fold(events).Spec!;
        var page = Parse(CampaignReport.Html(events, null, now, null, Explanations.Of(events)));
        var learnt = Section(page, "explanation")!;
        var pictures = learnt.Descendants("svg").Where(svg => svg.Attribute("role") is not null).Select(svg => (string)svg.Attribute("aria-label")!).ToList();
        foreach (var objective in spec.Objectives)
        {
            pictures.Count(label => label == $"Importance of parameters for {objective.Name}").ShouldBe(1);
            pictures.Count(label => label == $"Contributions to the predicted {objective.Name}").ShouldBe(2);
            pictures.Count(label => label.StartsWith($"Predicted {objective.Name} against", StringComparison.Ordinal)).ShouldBe(spec.Space.Keys.Count());
        }

        Section(page, "calibration")!.Descendants("svg").Count(svg => ((string?)svg.Attribute("aria-label"))?.StartsWith("Coverage", StringComparison.Ordinal) == true).ShouldBe(spec.Objectives.Count);
        foreach (var attribute in page.Descendants("svg").DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "d" or "width" or "x1" or "y2"))
        {
            Regex.IsMatch(attribute.Value, "NaN|∞|Infinity|E[+-]").ShouldBeFalse($"{attribute.Parent!.Name} {attribute}");
        }

        Keep(name, CampaignReport.Html(events, null, now, null, Explanations.Of(events)));
    }

    [Fact]
    public void Importances_OfTheLastRetrain_AreDrawnWithoutAnExplanation()
    {
        var story = Story();
        story.Add(Reports.Tests.Story.Epoch.AddHours(2), Model([new("yield", "temperature", 0.6, 0.5, 0.8)], []));
        var learnt = Section(Parse(CampaignReport.Html(story.Events, null, Reports.Tests.Story.Epoch.AddHours(3))), "explanation")!;
        learnt.Descendants("rect").Count(bar => ((string?)bar.Attribute("class"))!.StartsWith("bar", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Alarms_ThatStandAndThatEnded_AreInABoxBeforeTheResult()
    {
        var drift = new ModelAlarm(AlarmKind.DistributionShift, "yield", 3, "yield: results <drift>");
        var crowd = new ModelAlarm(AlarmKind.DiversityCollapse, null, 2, "candidates crowd");
        var story = Story();
        story.Add(Reports.Tests.Story.Epoch.AddHours(2), Model([], [crowd])).Add(Reports.Tests.Story.Epoch.AddHours(2), new AlarmRaised(crowd))
            .Add(Reports.Tests.Story.Epoch.AddHours(3), Model([], [drift])).Add(Reports.Tests.Story.Epoch.AddHours(3), new AlarmRaised(drift))
            .Add(Reports.Tests.Story.Epoch.AddHours(3), new AlarmEnded(AlarmKind.DiversityCollapse, null, 2));
        var page = Parse(CampaignReport.Html(story.Events, null, Reports.Tests.Story.Epoch.AddHours(4)));
        var box = Section(page, "alarms")!;
        ((string)box.Attribute("class")!).ShouldBe("alarms standing");
        box.Element("h2")!.Value.ShouldBe("1 alarm of the surrogate");
        box.Elements("ul").Select(list => list.Value.Trim()).ShouldBe(
        [
            "Distribution shift (raised after trial 3): yield: results <drift>.",
            "Collapse of diversity (raised after trial 2): candidates crowd.",
        ]);
        page.Descendants("section").Select(section => (string?)section.Attribute("id")).First().ShouldBe("alarms");
        Section(page, "log")!.Value.ShouldContain("results <drift>");
        Section(Parse(CampaignReport.Html(Story().Events, null, Reports.Tests.Story.Epoch.AddHours(1))), "alarms").ShouldBeNull();
    }

    private static Story Story() => new LabStory(Specs.Coupling(), 3, 1, candidate => [50]).Run(1, 4).Story;

    private static Retrained Model(IReadOnlyList<ParameterImportance> importances, IReadOnlyList<ModelAlarm> alarms) =>
        new("data", new("gp", new('a', 64), 4, new Dictionary<string, double>(), new Dictionary<string, double>()) { Importances = importances, Alarms = alarms });

    /// <summary>With CLOSEDLOOP_SAMPLES set to a folder, the reports are left there to be looked at.</summary>
    private static void Keep(string name, string html)
    {
        if (Environment.GetEnvironmentVariable("CLOSEDLOOP_SAMPLES") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{name}-explained.html"), html);
        }
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static XElement? Section(XElement page, string id) => page.Descendants("section").FirstOrDefault(section => (string?)section.Attribute("id") == id);
}
