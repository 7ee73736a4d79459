using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>A fitted surrogate in figures, for the journal and the report.</summary>
/// <param name="Name">The surrogate, such as <c>gp-matern52-ard</c>.</param>
/// <param name="Hash">SHA-256 (hex) of its hyper-parameters and data.</param>
/// <param name="Observations">Observations it was fitted to.</param>
/// <param name="HyperParameters">Objective and hyper-parameter → value, such as <c>yield.lengthscale.temperature</c>.</param>
/// <param name="Diagnostics">Figure → value, such as <c>yield.loo.coverage95</c>; finite numbers only.</param>
public sealed record ModelSummary(
    string Name,
    string Hash,
    int Observations,
    IReadOnlyDictionary<string, double> HyperParameters,
    IReadOnlyDictionary<string, double> Diagnostics)
{
    /// <summary>What the planner chose and why, in words: a sentence for each objective's surrogate and one for the acquisition. Null in older journals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>How much each parameter matters to each objective. Null in older journals and where nothing was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParameterImportance>? Importances { get; init; }

    /// <summary>Alarms that stand; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelAlarm>? Alarms { get; init; }
}
