using System.Text.Json;
using System.Xml.Linq;

namespace ClosedLoop.Conformance.Tests;

/// <summary>A report for people, programs and build servers.</summary>
public sealed class FormatTests
{
    private static readonly ConformanceReport Report = new(
        "north",
        "furnace-1",
        "2.1",
        "anneal",
        [
            Check("presence", new CheckOutcome.Passed("online, epoch 7")),
            Check("limits", new CheckOutcome.Failed("temperature = 1112 °C <\u0001>: answered running")),
            Check("restart-epoch", new CheckOutcome.Skipped("nobody can restart it")),
        ]);

    [Fact]
    public void Text_NamesTheViolationAndItsRule()
    {
        var lines = Report.Checks.SelectMany(TextFormat.Of).Append(TextFormat.Summary(Report)).ToList();

        lines.Count.ShouldBe(5);
        lines[0].ShouldStartWith("passed  presence ");
        lines[1].ShouldStartWith("FAILED  limits ");
        lines[2].ShouldContain("docs/mqtt/contract.md#rule");
        lines[4].ShouldBe("furnace-1 (version 2.1, capability anneal): 1 passed, 1 failed, 1 skipped; it violates limits");
    }

    [Fact]
    public void Json_HoldsEveryCheck()
    {
        using var json = JsonDocument.Parse(JsonFormat.Of(Report));

        json.RootElement.GetProperty("instrument").GetString().ShouldBe("furnace-1");
        json.RootElement.GetProperty("failed").GetInt32().ShouldBe(1);
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToList();
        checks.Select(check => check.GetProperty("outcome").GetString()).ShouldBe(["passed", "failed", "skipped"]);
        checks[1].GetProperty("observed").GetString().ShouldBe(Report.Checks[1].Outcome.Text);
        checks[1].GetProperty("seconds").GetDouble().ShouldBe(1.5);
    }

    [Fact]
    public void Junit_IsXmlWhateverTheInstrumentSaid()
    {
        var suite = XDocument.Parse(JunitFormat.Of(Report)).Root!;

        suite.Attribute("tests")!.Value.ShouldBe("3");
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Elements("testcase").Select(test => test.Attribute("name")!.Value).ShouldBe(["presence", "limits", "restart-epoch"]);
        suite.Descendants("failure").Single().Attribute("message")!.Value.ShouldBe("temperature = 1112 °C <\uFFFD>: answered running");
        suite.Descendants("skipped").Count().ShouldBe(1);
    }

    private static CheckReport Check(string id, CheckOutcome outcome) =>
        new(new CheckInfo(id, $"The rule of {id}", "rule"), outcome, TimeSpan.FromSeconds(1.5));
}
