using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using CsvHelper;

namespace ClosedLoop.Reports;

/// <summary>A campaign's trials as files that other programs read.</summary>
public static class CampaignExport
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    /// <summary>
    /// One row for each trial under one line of names, fields separated by commas (RFC 4180), numbers that read back as the same value, moments in UTC (ISO
    /// 8601). Columns: trial, status, source, late; a column for each key of the candidate; <c>step.output</c> for each output; each objective with
    /// <c>.predicted_mean</c> and <c>.predicted_sd</c>; acquisition, origin, proposal, attempts, instruments, times, duration_s, reason. A field without a
    /// value is empty.
    /// </summary>
    /// <exception cref="ArgumentException">The events hold no start.</exception>
    public static string Csv(IReadOnlyList<CampaignEvent> events)
    {
        var history = CampaignHistory.Of(events);
        var text = new StringBuilder();
        using (var csv = CsvWriter.Create(new StringWriter(text, CultureInfo.InvariantCulture), Format))
        {
            csv.WriteRecord([.. Columns(history.Spec)]);
            foreach (var trial in history.Trials)
            {
                csv.WriteRecord([.. Row(history.Spec, trial)]);
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// One JSON object in one line for each trial, with everything that the journal knows of it: candidate, predictions, values, and each attempt with dispatch
    /// id, inputs, outputs, times and files.
    /// </summary>
    /// <exception cref="ArgumentException">The events hold no start.</exception>
    public static string JsonLines(IReadOnlyList<CampaignEvent> events)
    {
        var text = new StringBuilder();
        foreach (var trial in CampaignHistory.Of(events).Trials)
        {
            text.Append(JsonSerializer.Serialize(TrialLine.Of(trial), ExportJson.Default.TrialLine)).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string?> Columns(CampaignSpec spec) =>
    [
        "trial", "status", "source", "late",
        .. spec.Space.Keys,
        .. spec.Workflow.SelectMany(step => step.Outputs.Select(output => $"{step.Name}.{output}")),
        .. spec.Objectives.SelectMany(objective => new[] { objective.Name, $"{objective.Name}.predicted_mean", $"{objective.Name}.predicted_sd" }),
        "acquisition", "origin", "proposal", "attempts", "instruments", "proposed_at", "started_at", "ended_at", "duration_s", "reason",
    ];

    private static IEnumerable<string?> Row(CampaignSpec spec, TrialHistory trial) =>
    [
        Number(trial.Number), trial.Status, trial.Source, trial.IsObserved ? (trial.Late ? "true" : "false") : null,
        .. spec.Space.Keys.Select(key => trial.Candidate.TryGet(key, out var value) ? value.ToString() : null),
        .. spec.Workflow.SelectMany(step => step.Outputs.Select(output => Output(trial, step.Name, output))),
        .. spec.Objectives.SelectMany(objective => new[]
        {
            trial.IsObserved ? Number(trial.State.Values![objective.Name]) : null,
            Number(trial.Prediction(objective.Name)?.Mean),
            Number(trial.Prediction(objective.Name)?.StandardDeviation),
        }),
        Number(trial.State.Proposed.Acquisition), trial.State.Proposed.Origin, Number(trial.State.Proposal), Number(trial.Attempts.Count),
        string.Join(';', trial.Instruments),
        Moment(trial.State.ProposedAt), Moment(trial.Start), Moment(trial.State.EndedAt), Number(trial.Duration?.TotalSeconds), trial.State.Reason,
    ];

    /// <summary>The output of the step's last attempt that succeeded.</summary>
    private static string? Output(TrialHistory trial, string step, string output) =>
        trial.State.Dispatches.LastOrDefault(dispatch => dispatch.Id.Step == step && dispatch.Result is not null)?.Result is { } result
        && result.Outputs.TryGetValue(output, out var value) ? value.ToString() : null;

    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
