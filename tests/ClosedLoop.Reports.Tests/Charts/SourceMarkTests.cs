using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>In a campaign with several sources the marks tell where a trial was measured.</summary>
public sealed class SourceMarkTests
{
    private static readonly string[] Order = ["crude", "real", "better", "crude", "real"];

    [Fact]
    public void Convergence_MarksEachSourceInItsOwnShapeAndColour()
    {
        var section = Convergence(several: true);

        // The target's are circles; the last of them is best.
        Marks(section, "circle").ShouldBe([(2, "mark design"), (5, "mark best")]);
        Marks(section, "path").ShouldBe([(1, "mark design s1"), (3, "mark design s2"), (4, "mark chosen s1")]);
        Shape(section, 1).ShouldBe(Shape(section, 4), "both are of the same source");
        Shape(section, 1).ShouldNotBe(Shape(section, 3));
        section.Value.ShouldContain("only trials at real count for the line");
        Tips(section).ShouldContain(tip => tip.StartsWith("Trial 3 at better: yield = 30", StringComparison.Ordinal));
        Legend(section).ShouldBe(["real, the target", "crude", "better", "hollow: initial design", "filled: chosen by the surrogate", "best"]);
    }

    [Fact]
    public void Convergence_WithoutSources_HasCirclesAlone()
    {
        var section = Convergence(several: false);

        Marks(section, "path").ShouldBeEmpty();
        Marks(section, "circle").Select(mark => mark.Style).ShouldBe(["mark design", "mark design", "mark design", "mark chosen", "mark best"]);
        Legend(section).ShouldBe(["initial design", "chosen by the surrogate", "best"]);
    }

    private static XElement Convergence(bool several)
    {
        var spec = Specs.Coupling() with
        {
            InitialTrials = 3,
            Sources = several ? [new() { Name = "crude", Cost = 1 }, new() { Name = "better", Cost = 3 }, new() { Name = "real", Cost = 9, IsTarget = true }] : null,
        };
        var story = new Story(spec);
        for (var trial = 1; trial <= Order.Length; trial++)
        {
            var at = Story.Epoch.AddMinutes(trial);
            var candidate = new Candidate([new("temperature", 40 + trial), new("loading", 1), new("residence", 2), new("ligand", "XPhos")]);
            var chosen = trial > 3;
            ObjectivePrediction[] predictions = chosen ? [new("yield", 30, 5)] : [];
            var proposed = new ProposedCandidate(candidate, predictions, chosen ? 1 : null, chosen ? "logEI" : "sobol") { Source = several ? Order[trial - 1] : null };
            story.Add(at, new BatchProposed(trial, 1, $"data{trial}", chosen ? "model" : null, [], [new ProposedTrial(trial, proposed)]))
                .Observe(at.AddSeconds(30), trial, values: ("yield", 10 * trial));
        }

        return XElement.Parse(CampaignReport.Html(story.Events, null, Story.Epoch.AddHours(1)).Replace("<!DOCTYPE html>", "", StringComparison.OrdinalIgnoreCase))
            .Descendants("section").Single(section => (string?)section.Attribute("id") == "convergence");
    }

    private static (int Trial, string Style)[] Marks(XElement section, string shape) => [.. section.Descendants("figure").First().Descendants(shape)
        .Where(mark => mark.Attribute("data-trial") is not null)
        .Select(mark => ((int)mark.Attribute("data-trial")!, (string)mark.Attribute("class")!))
        .OrderBy(mark => mark.Item1)];

    /// <summary>The path without where it begins: the letters of its strokes.</summary>
    private static string Shape(XElement section, int trial) =>
        string.Concat(((string)section.Descendants("path").First(mark => (string?)mark.Attribute("data-trial") == $"{trial}").Attribute("d")!).Where(char.IsLetter));

    private static IEnumerable<string> Tips(XElement section) => section.Descendants("title").Select(title => title.Value);

    private static string[] Legend(XElement section) => [.. section.Descendants("p").Single(text => (string?)text.Attribute("class") == "legend").Elements("span").Select(entry => entry.Value.Trim())];
}
