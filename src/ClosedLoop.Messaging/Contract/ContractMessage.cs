namespace ClosedLoop.Messaging;

/// <summary>A kind of message of the contract.</summary>
/// <param name="Type">The record that is read and written.</param>
internal sealed record ContractMessage(Type Type)
{
    /// <summary>Every kind, in the order of the published page.</summary>
    public static IReadOnlyList<ContractMessage> All { get; } =
    [
        new(typeof(PresenceMessage)),
        new(typeof(CapabilitiesMessage)),
        new(typeof(StateMessage)),
        new(typeof(CommandMessage)),
        new(typeof(ControlMessage)),
        new(typeof(StatusMessage)),
        new(typeof(ResultMessage)),
        new(typeof(TelemetryMessage)),
        new(typeof(PlannerQuestionMessage)),
        new(typeof(ProposalMessage)),
        new(typeof(HostControlMessage)),
        new(typeof(CampaignControlMessage)),
        new(typeof(ReplyMessage)),
        new(typeof(RequestMessage)),
        new(typeof(StockMessage)),
        new(typeof(CampaignStateMessage)),
        new(typeof(CampaignTrialMessage)),
        new(typeof(CampaignModelMessage)),
        new(typeof(CampaignEventMessage)),
    ];

    /// <summary>Its name in the published files, such as <c>hostControl</c>.</summary>
    public string Name { get; } = MemberText.Camel(Type.Name.Replace("Message", "", StringComparison.Ordinal));

    /// <summary>Its JSON Schema, beside the other published files.</summary>
    public string SchemaFile => $"schemas/{Name}.json";

    /// <summary>The kind of a type.</summary>
    public static ContractMessage Of<T>() => All.First(message => message.Type == typeof(T));
}
