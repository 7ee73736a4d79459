using System.Globalization;
using System.Xml.Linq;

namespace ClosedLoop.Conformance;

/// <summary>A report as build servers read test results.</summary>
public static class JunitFormat
{
    /// <summary>One XML document.</summary>
    public static string Of(ConformanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", $"conformance of {report.Instrument}"),
            new XAttribute("tests", report.Checks.Count),
            new XAttribute("failures", report.Failed),
            new XAttribute("skipped", report.Skipped),
            new XAttribute("time", Seconds(report.Checks.Aggregate(TimeSpan.Zero, (sum, check) => sum + check.Elapsed))),
            report.Checks.Select(Case));
        return new XDocument(new XDeclaration("1.0", "utf-8", null), suite).Declaration + Environment.NewLine + suite;
    }

    private static XElement Case(CheckReport report)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", "conformance"),
            new XAttribute("name", report.Check.Id),
            new XAttribute("time", Seconds(report.Elapsed)));
        element.Add(report.Outcome switch
        {
            CheckOutcome.Failed failed => new XElement("failure", new XAttribute("message", Clean(failed.Text)), Clean(report.Check.Says)),
            CheckOutcome.Skipped skipped => new XElement("skipped", new XAttribute("message", Clean(skipped.Text))),
            _ => new XElement("system-out", Clean(report.Outcome.Text)),
        });
        return element;
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>An instrument's words may hold what XML cannot.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
