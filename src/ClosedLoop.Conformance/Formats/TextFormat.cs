using System.Globalization;

namespace ClosedLoop.Conformance;

/// <summary>Lines for a person.</summary>
public static class TextFormat
{
    private const string Contract = "docs/mqtt/contract.md";

    /// <summary>One check.</summary>
    public static IEnumerable<string> Of(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var word = report.Outcome switch
        {
            CheckOutcome.Passed => "passed ",
            CheckOutcome.Failed => "FAILED ",
            _ => "skipped",
        };
        yield return string.Create(CultureInfo.InvariantCulture, $"{word} {report.Check.Id,-22} {report.Elapsed.TotalSeconds,6:0.0} s  {report.Outcome.Text}");
        if (report.Outcome is CheckOutcome.Failed)
        {
            yield return $"        the contract: {report.Check.Says} ({Contract}#{report.Check.Rule})";
        }
    }

    /// <summary>The last line.</summary>
    public static string Summary(ConformanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var violated = report.Checks.Where(check => check.Outcome is CheckOutcome.Failed).Select(check => check.Check.Id).ToList();
        return $"{report.Instrument} (version {report.Version}, capability {report.Capability}): "
            + $"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped"
            + (violated.Count == 0 ? "" : $"; it violates {string.Join(", ", violated)}");
    }
}
