using System.Text.Json.Serialization;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = LabJson.DeepestNesting,
    Converters =
    [
        typeof(UtcTimeJsonConverter),
        typeof(SecondsJsonConverter),
        typeof(CamelCaseEnumConverter<CampaignVerb>),
        typeof(CamelCaseEnumConverter<ControlVerb>),
        typeof(CamelCaseEnumConverter<HostVerb>),
        typeof(CamelCaseEnumConverter<DispatchStatus>),
        typeof(CamelCaseEnumConverter<RefusalReason>),
        typeof(CamelCaseEnumConverter<FailureKind>),
        typeof(CamelCaseEnumConverter<FailurePolicy>),
        typeof(CamelCaseEnumConverter<SampleFate>),
        typeof(CamelCaseEnumConverter<AlarmKind>),
    ])]
[JsonSerializable(typeof(PresenceMessage))]
[JsonSerializable(typeof(CapabilitiesMessage))]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(CommandMessage))]
[JsonSerializable(typeof(ControlMessage))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(ResultMessage))]
[JsonSerializable(typeof(TelemetryMessage))]
[JsonSerializable(typeof(PlannerQuestionMessage))]
[JsonSerializable(typeof(ProposalMessage))]
[JsonSerializable(typeof(PlannerAsk))]
[JsonSerializable(typeof(IReadOnlyList<PlannerTrial>))]
[JsonSerializable(typeof(CampaignControlMessage))]
[JsonSerializable(typeof(HostControlMessage))]
[JsonSerializable(typeof(ReplyMessage))]
[JsonSerializable(typeof(RequestMessage))]
[JsonSerializable(typeof(StockMessage))]
[JsonSerializable(typeof(CampaignStateMessage))]
[JsonSerializable(typeof(CampaignTrialMessage))]
[JsonSerializable(typeof(CampaignModelMessage))]
[JsonSerializable(typeof(CampaignEventMessage))]
internal sealed partial class LabJsonContext : JsonSerializerContext;
