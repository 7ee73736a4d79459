using System.Text.Json.Serialization;

namespace ClosedLoop.Domain;

/// <summary>What the surrogate expects of one objective at a candidate.</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Mean">Predicted mean, in the objective's unit.</param>
/// <param name="StandardDeviation">Predicted standard deviation of a measurement, in the objective's unit, recalibrated where the planner recalibrates.</param>
public sealed record ObjectivePrediction(string Objective, double Mean, double StandardDeviation)
{
    /// <summary>The probability of the interval from <see cref="Lower"/> to <see cref="Upper"/>.</summary>
    public const double IntervalProbability = 0.95;

    // Half that interval of a normal distribution, in standard deviations.
    private const double NormalHalfWidth = 1.959963984540054;

    /// <summary>Lower end of the central 95 % interval of a measurement, from recalibrated quantiles; null in older journals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Lower { get; init; }

    /// <summary>Upper end of that interval; null in older journals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Upper { get; init; }

    /// <summary>The central 95 % interval: as given, or that of a normal distribution.</summary>
    public (double Lower, double Upper) Interval() =>
        (Lower ?? Mean - (NormalHalfWidth * StandardDeviation), Upper ?? Mean + (NormalHalfWidth * StandardDeviation));
}
