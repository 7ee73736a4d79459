using System.Text.Json.Serialization;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Journal;

/// <summary>JSON of all events.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(CampaignSpec))]
[JsonSerializable(typeof(CampaignStarted))]
[JsonSerializable(typeof(CampaignOpened))]
[JsonSerializable(typeof(BatchProposed))]
[JsonSerializable(typeof(StepDispatched))]
[JsonSerializable(typeof(StepAccepted))]
[JsonSerializable(typeof(StepSucceeded))]
[JsonSerializable(typeof(StepFailed))]
[JsonSerializable(typeof(StepIndeterminate))]
[JsonSerializable(typeof(StepClosed))]
[JsonSerializable(typeof(WindowMissed))]
[JsonSerializable(typeof(StockShort))]
[JsonSerializable(typeof(PersonAsked))]
[JsonSerializable(typeof(PersonAnswered))]
[JsonSerializable(typeof(RequestWithdrawn))]
[JsonSerializable(typeof(ObservationRecorded))]
[JsonSerializable(typeof(TrialFailed))]
[JsonSerializable(typeof(Retrained))]
[JsonSerializable(typeof(AlarmRaised))]
[JsonSerializable(typeof(AlarmEnded))]
[JsonSerializable(typeof(MessageQuarantined))]
[JsonSerializable(typeof(CampaignPaused))]
[JsonSerializable(typeof(CampaignResumed))]
[JsonSerializable(typeof(CampaignStopping))]
[JsonSerializable(typeof(CampaignAborting))]
[JsonSerializable(typeof(CampaignDraining))]
[JsonSerializable(typeof(CampaignSuspended))]
[JsonSerializable(typeof(CampaignFaulted))]
[JsonSerializable(typeof(CampaignCompleted))]
[JsonSerializable(typeof(CampaignAborted))]
[JsonSerializable(typeof(StepGranted))]
[JsonSerializable(typeof(PlaceReleased))]
[JsonSerializable(typeof(StockCounted))]
[JsonSerializable(typeof(StrayMessageKept))]
internal sealed partial class JournalJson : JsonSerializerContext;
