using System.Text.Json.Serialization;

namespace ClosedLoop.Campaigns;

/// <summary>All steps of a trial are done: its measurement counts.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Values">Objective, limited output or cost → measured value, in its unit.</param>
/// <param name="Source">Where it was measured; <c>experiment</c> unless the campaign names sources.</param>
/// <param name="Late">Whether the trial had been given up before.</param>
public sealed record ObservationRecorded(int Trial, IReadOnlyDictionary<string, double> Values, string Source, bool Late) : CampaignEvent
{
    /// <summary>Context → observed value; null when the campaign has no context.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Context { get; init; }
}
