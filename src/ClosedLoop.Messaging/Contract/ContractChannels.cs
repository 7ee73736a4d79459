using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>Every topic of the contract. The topics are written by the code that runs, and a test compares the rest with what a lab really sends.</summary>
internal static class ContractChannels
{
    private static readonly LabTopics Topics = new("{lab}");
    private static readonly DispatchId Sample = new("run", 1, "step", 1);
    private static readonly IReadOnlyList<Party> Host = [Party.Host];
    private static readonly IReadOnlyList<Party> Instrument = [Party.Instrument];
    private static readonly IReadOnlyList<Party> Operator = [Party.Operator];
    private static readonly IReadOnlyList<Party> Planner = [Party.Planner];
    private static readonly IReadOnlyList<Party> Watchers = [Party.Host, Party.Operator];

    /// <summary>What the names in braces stand for.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>
    {
        ["lab"] = "The lab's name.",
        ["host"] = "The host's name, unique in the lab.",
        ["instrument"] = "The instrument's id, unique in the lab.",
        ["dispatchId"] = "One attempt to have one instrument do one step: {run}.{trial}.{step}.{attempt}, trial and attempt from 1.",
        ["metric"] = "What is read, such as temperature.",
        ["campaign"] = "The campaign's name.",
        ["trial"] = "The trial's number, from 1.",
        ["event"] = "The kind of event, such as observationRecorded.",
        ["request"] = "The question's name: {run}.{trial}.{step}.",
        ["item"] = "What steps use up, as the lab file names it.",
        ["operator"] = "The operator's client, new in every life.",
        ["planner"] = "The planner's name, as campaign files say it.",
    };

    /// <summary>The topics, instruments' first.</summary>
    public static IReadOnlyList<ContractChannel> All { get; } =
    [
        Of<PresenceMessage>(LabTopicKind.InstrumentPresence, Topics.InstrumentPresence("{instrument}"), Party.Instrument, Watchers, "Whether the instrument is there.")
            with { Retained = true, IsWill = true },
        Of<CapabilitiesMessage>(LabTopicKind.InstrumentCapabilities, Topics.InstrumentCapabilities("{instrument}"), Party.Instrument, Watchers, "What it can do.")
            with { Retained = true },
        Of<StateMessage>(
            LabTopicKind.InstrumentState,
            Topics.InstrumentState("{instrument}"),
            Party.Instrument,
            Watchers,
            "How it is; said again at least every 30 s, for who is silent for 95 s is given no new step.") with { Retained = true },
        Of<CommandMessage>(LabTopicKind.InstrumentCommand, Topics.InstrumentCommand("{instrument}"), Party.Host, Instrument, "Do one step.")
            with { ExpiresWith = "at `startBy`", AnsweredOn = LabTopicKind.OrchestratorInbox },
        Of<ControlMessage>(LabTopicKind.InstrumentControl, Topics.InstrumentControl("{instrument}"), Party.Host, Instrument, "A question or an order about a dispatch, or about the instrument.")
            with { ExpirySeconds = (int)Expiry.Control.TotalSeconds, AnsweredOn = LabTopicKind.OrchestratorInbox },
        Of<StatusMessage>(LabTopicKind.DispatchStatus, OfDispatch(Topics.DispatchStatus("{instrument}", Sample)), Party.Instrument, Watchers, "Where a dispatch stands.")
            with { Retained = true, KeptUntil = "closed" },
        Of<ResultMessage>(LabTopicKind.DispatchResult, OfDispatch(Topics.DispatchResult("{instrument}", Sample)), Party.Instrument, Watchers, "What a dispatch measured or made.")
            with { Retained = true, KeptUntil = "closed" },
        Of<TelemetryMessage>(LabTopicKind.Telemetry, Topics.Telemetry("{instrument}", "{metric}"), Party.Instrument, Operator, "A live reading, for eyes and plots.")
            with { Qos = 0 },
        Of<PresenceMessage>(LabTopicKind.OrchestratorPresence, Topics.OrchestratorPresence("{host}"), Party.Host, Operator, "Whether the host is there.")
            with { Retained = true, IsWill = true },
        Of<StatusMessage>(LabTopicKind.OrchestratorInbox, Topics.OrchestratorInbox("{host}"), Party.Instrument, Host, "Where instruments answer the host's commands and control messages.")
            with { ExpirySeconds = (int)Expiry.Reply.TotalSeconds },
        Of<PlannerQuestionMessage>(LabTopicKind.PlannerQuestion, Topics.PlannerQuestion("{planner}"), Party.Host, Planner, "What should be tried next, or what the model is.")
            with { ExpiresWith = "at `answerBy`", AnsweredOn = LabTopicKind.OrchestratorProposal },
        Of<ProposalMessage>(LabTopicKind.OrchestratorProposal, Topics.OrchestratorProposal("{host}"), Party.Planner, Host, "Where planners answer the host's questions.")
            with { ExpirySeconds = (int)Expiry.Reply.TotalSeconds },
        Of<HostControlMessage>(LabTopicKind.OrchestratorControl, Topics.OrchestratorControl("{host}"), Party.Operator, Host, "Submit a campaign, ask how things stand, say how much there is of a stock, drain the host.")
            with { ExpiresWith = "as long as the operator waits", AnsweredOn = LabTopicKind.OperatorInbox },
        Of<CampaignControlMessage>(LabTopicKind.CampaignControl, Topics.CampaignControl("{campaign}"), Party.Operator, Host, "Pause, resume, stop or abort a campaign; approve or reject a step that asks.")
            with { ExpiresWith = "as long as the operator waits", AnsweredOn = LabTopicKind.OperatorInbox },
        Of<ReplyMessage>(LabTopicKind.OperatorInbox, Topics.OperatorInbox("{operator}"), Party.Host, Operator, "Where the host answers operators.")
            with { ExpirySeconds = (int)Expiry.Reply.TotalSeconds },
        Of<RequestMessage>(LabTopicKind.Request, Topics.Request("{request}"), Party.Host, Operator, "A question to a person; its answer goes to the campaign's control topic.")
            with { Retained = true, KeptUntil = "answered" },
        Of<StockMessage>(LabTopicKind.Stock, Topics.Stock("{item}"), Party.Host, Operator, "How much there is of what steps use up.") with { Retained = true },
        Of<CampaignStateMessage>(LabTopicKind.CampaignState, Topics.CampaignState("{campaign}"), Party.Host, Operator, "How a campaign stands.") with { Retained = true },
        Of<CampaignTrialMessage>(LabTopicKind.CampaignBest, Topics.CampaignBest("{campaign}"), Party.Host, Operator, "The best trial so far, with one objective.") with { Retained = true },
        Of<CampaignModelMessage>(LabTopicKind.CampaignModel, Topics.CampaignModel("{campaign}"), Party.Host, Operator, "The model that it proposes with.") with { Retained = true },
        Of<CampaignTrialMessage>(
            LabTopicKind.CampaignTrial,
            Topics.CampaignTrial("{campaign}", 1).Replace("/1", "/{trial}", StringComparison.Ordinal),
            Party.Host,
            Operator,
            "A trial.") with { Retained = true },
        Of<CampaignEventMessage>(LabTopicKind.CampaignEvent, Topics.CampaignEvent("{campaign}", "{event}"), Party.Host, Operator, "Something that happened in a campaign."),
    ];

    /// <summary>The topic of a kind.</summary>
    public static ContractChannel Of(LabTopicKind kind) => All.First(channel => channel.Kind == kind);

    private static ContractChannel Of<T>(LabTopicKind kind, string topic, Party sender, IReadOnlyList<Party> readers, string summary) =>
        new(kind, topic, ContractMessage.Of<T>(), sender, readers, summary);

    private static string OfDispatch(string topic) => topic.Replace(Sample.ToString(), "{dispatchId}", StringComparison.Ordinal);
}
