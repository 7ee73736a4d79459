using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>The surrogate that a campaign proposes with. Retained.</summary>
/// <param name="Text">The model in plain words.</param>
/// <param name="Name">The surrogate, such as <c>gp-matern52-ard</c>.</param>
/// <param name="Hash">SHA-256 (hex) of its hyper-parameters and data.</param>
/// <param name="Observations">Observations that it was fitted to.</param>
/// <param name="HyperParameters">Objective and hyper-parameter → value, such as <c>yield.lengthscale.temperature</c>.</param>
/// <param name="Diagnostics">Figure → value, such as <c>yield.loo.coverage95</c>.</param>
public sealed record CampaignModelMessage(
    string Text,
    string Name,
    string Hash,
    int Observations,
    IReadOnlyDictionary<string, double> HyperParameters,
    IReadOnlyDictionary<string, double> Diagnostics)
{
    /// <summary>What the planner chose and why, in words; null when it did not say.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>How much each parameter matters to each objective; null when it did not say.</summary>
    public IReadOnlyList<ParameterImportance>? Importances { get; init; }

    /// <summary>Alarms that stand; null when there are none.</summary>
    public IReadOnlyList<ModelAlarm>? Alarms { get; init; }
}
