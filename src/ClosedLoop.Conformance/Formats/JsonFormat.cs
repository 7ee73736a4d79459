using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClosedLoop.Conformance;

/// <summary>A report for programs.</summary>
public static class JsonFormat
{
    /// <summary>One JSON object.</summary>
    public static string Of(ConformanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("lab", report.Lab);
            json.WriteString("instrument", report.Instrument);
            json.WriteString("version", report.Version);
            json.WriteString("capability", report.Capability);
            json.WriteNumber("passed", report.Passed);
            json.WriteNumber("failed", report.Failed);
            json.WriteNumber("skipped", report.Skipped);
            json.WriteStartArray("checks");
            foreach (var check in report.Checks)
            {
                json.WriteStartObject();
                json.WriteString("id", check.Check.Id);
                json.WriteString("says", check.Check.Says);
                json.WriteString("rule", check.Check.Rule);
                json.WriteString("outcome", check.Outcome.GetType().Name.ToLowerInvariant());
                json.WriteString("observed", check.Outcome.Text);
                json.WriteNumber("seconds", Math.Round(check.Elapsed.TotalSeconds, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
