namespace ClosedLoop.Domain;

/// <summary>How far a candidate lies from what has been measured, in the eyes of the surrogate; the greatest over all objectives.</summary>
/// <param name="OpenVariance">
/// Posterior variance over prior variance of the latent value, from 0 (as good as measured) to 1 (nothing known beyond the prior).
/// </param>
/// <param name="Distance">
/// Distance to the nearest observation in the kernel's metric, √(1 − correlation), from 0 (the same) to 1 (unrelated).
/// </param>
public sealed record Extrapolation(double OpenVariance, double Distance)
{
    /// <summary>From this share of open variance on a prediction is more prior than data.</summary>
    public const double FarOpenVariance = 0.5;

    /// <summary>Whether the prediction rests more on the prior than on data.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFar => OpenVariance >= FarOpenVariance;
}
