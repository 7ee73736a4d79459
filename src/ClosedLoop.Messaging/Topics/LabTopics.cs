using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>
/// Writes and reads every topic of one lab, all below <c>closedloop/v1/{lab}</c>. The methods throw <see cref="ArgumentException"/> for a name that cannot be
/// a topic level.
/// </summary>
public sealed class LabTopics
{
    /// <summary>Makes the topics of a lab.</summary>
    /// <param name="lab">The lab's name.</param>
    public LabTopics(string lab) => Root = $"closedloop/v1/{TopicLevel.Checked(lab, "the name of a lab")}";

    /// <summary><c>closedloop/v1/{lab}</c></summary>
    public string Root { get; }

    /// <summary><c>orchestrator/{host}/presence</c>: retained, QoS 1, also the will.</summary>
    public string OrchestratorPresence(string host) => Orchestrator(host, "presence");

    /// <summary><c>orchestrator/{host}/inbox</c>: QoS 1; where instruments answer.</summary>
    public string OrchestratorInbox(string host) => Orchestrator(host, "inbox");

    /// <summary><c>orchestrator/{host}/control</c>: QoS 1, expiring.</summary>
    public string OrchestratorControl(string host) => Orchestrator(host, "control");

    /// <summary><c>orchestrator/{host}/proposal</c>: QoS 1; where planners answer.</summary>
    public string OrchestratorProposal(string host) => Orchestrator(host, "proposal");

    /// <summary><c>planner/{name}/question</c>: QoS 1, expiring.</summary>
    public string PlannerQuestion(string planner) => $"{Root}/planner/{TopicLevel.Checked(planner, "a planner")}/question";

    /// <summary><c>instrument/{id}/presence</c>: retained, QoS 1, also the will.</summary>
    public string InstrumentPresence(string instrument) => Instrument(instrument, "presence");

    /// <summary><c>instrument/{id}/capabilities</c>: retained, QoS 1.</summary>
    public string InstrumentCapabilities(string instrument) => Instrument(instrument, "capabilities");

    /// <summary><c>instrument/{id}/state</c>: retained, QoS 1.</summary>
    public string InstrumentState(string instrument) => Instrument(instrument, "state");

    /// <summary><c>instrument/{id}/command</c>: QoS 1, expiring.</summary>
    public string InstrumentCommand(string instrument) => Instrument(instrument, "command");

    /// <summary><c>instrument/{id}/control</c>: QoS 1, expiring.</summary>
    public string InstrumentControl(string instrument) => Instrument(instrument, "control");

    /// <summary><c>instrument/{id}/dispatch/{dispatchId}/status</c>: retained until closed, QoS 1.</summary>
    public string DispatchStatus(string instrument, DispatchId dispatchId) => Instrument(instrument, $"dispatch/{Level(dispatchId)}/status");

    /// <summary><c>instrument/{id}/dispatch/{dispatchId}/result</c>: retained until closed, QoS 1.</summary>
    public string DispatchResult(string instrument, DispatchId dispatchId) => Instrument(instrument, $"dispatch/{Level(dispatchId)}/result");

    /// <summary><c>instrument/{id}/telemetry/{metric}</c>: QoS 0.</summary>
    public string Telemetry(string instrument, string metric) => Instrument(instrument, $"telemetry/{TopicLevel.Checked(metric, "a metric")}");

    /// <summary><c>campaign/{id}/state</c>: retained, QoS 1.</summary>
    public string CampaignState(string campaign) => Campaign(campaign, "state");

    /// <summary><c>campaign/{id}/best</c>: retained, QoS 1.</summary>
    public string CampaignBest(string campaign) => Campaign(campaign, "best");

    /// <summary><c>campaign/{id}/model</c>: retained, QoS 1.</summary>
    public string CampaignModel(string campaign) => Campaign(campaign, "model");

    /// <summary><c>campaign/{id}/trial/{n}</c>: retained, QoS 1.</summary>
    public string CampaignTrial(string campaign, int trial) => Campaign(campaign, string.Create(CultureInfo.InvariantCulture, $"trial/{trial}"));

    /// <summary><c>campaign/{id}/event/{kind}</c>: QoS 1.</summary>
    public string CampaignEvent(string campaign, string kind) => Campaign(campaign, $"event/{TopicLevel.Checked(kind, "a kind of event")}");

    /// <summary><c>campaign/{id}/control</c>: QoS 1, expiring.</summary>
    public string CampaignControl(string campaign) => Campaign(campaign, "control");

    /// <summary><c>request/{id}</c>: retained while the question is open, QoS 1.</summary>
    public string Request(string id) => $"{Root}/request/{TopicLevel.Checked(id, "a request")}";

    /// <summary><c>stock/{item}</c>: retained, QoS 1.</summary>
    public string Stock(string item) => $"{Root}/stock/{TopicLevel.Checked(item, "a stock")}";

    /// <summary><c>operator/{id}/inbox</c>: QoS 1; where an operator's client is answered.</summary>
    public string OperatorInbox(string operatorId) => $"{Root}/operator/{TopicLevel.Checked(operatorId, "an operator")}/inbox";

    /// <summary>What an orchestrator subscribes to.</summary>
    internal IReadOnlyList<string> OrchestratorFilters(string host) =>
    [
        $"{Root}/instrument/+/presence",
        $"{Root}/instrument/+/capabilities",
        $"{Root}/instrument/+/state",
        $"{Root}/instrument/+/dispatch/+/status",
        $"{Root}/instrument/+/dispatch/+/result",
        OrchestratorInbox(host),
        OrchestratorControl(host),
        OrchestratorProposal(host),
        $"{Root}/campaign/+/control",
    ];

    /// <summary>The topic of something that a campaign shows.</summary>
    /// <exception cref="ArgumentException">The leaf is not one that is shown.</exception>
    internal string CampaignLeaf(string campaign, string leaf)
    {
        var topic = Campaign(campaign, leaf);
        return TryParse(topic, out var parsed) && parsed.Kind is not LabTopicKind.CampaignControl
            ? topic
            : throw new ArgumentException($"A campaign shows state, best, model, trial/{{n}} and event/{{kind}}, not '{leaf}'", nameof(leaf));
    }

    /// <summary>Takes a topic apart; false when it is not one of this lab's.</summary>
    public bool TryParse(string topic, [NotNullWhen(true)] out LabTopic? parsed)
    {
        ArgumentNullException.ThrowIfNull(topic);
        parsed = null;
        if (!topic.StartsWith(Root, StringComparison.Ordinal) || topic.Length == Root.Length || topic[Root.Length] != '/')
        {
            return false;
        }

        var levels = topic[(Root.Length + 1)..].Split('/');
        if (!levels.All(TopicLevel.IsValid))
        {
            return false;
        }

        parsed = levels switch
        {
            ["orchestrator", var host, "presence"] => new(LabTopicKind.OrchestratorPresence, host, null),
            ["orchestrator", var host, "inbox"] => new(LabTopicKind.OrchestratorInbox, host, null),
            ["orchestrator", var host, "control"] => new(LabTopicKind.OrchestratorControl, host, null),
            ["orchestrator", var host, "proposal"] => new(LabTopicKind.OrchestratorProposal, host, null),
            ["planner", var id, "question"] => new(LabTopicKind.PlannerQuestion, id, null),
            ["instrument", var id, "presence"] => new(LabTopicKind.InstrumentPresence, id, null),
            ["instrument", var id, "capabilities"] => new(LabTopicKind.InstrumentCapabilities, id, null),
            ["instrument", var id, "state"] => new(LabTopicKind.InstrumentState, id, null),
            ["instrument", var id, "command"] => new(LabTopicKind.InstrumentCommand, id, null),
            ["instrument", var id, "control"] => new(LabTopicKind.InstrumentControl, id, null),
            ["instrument", var id, "dispatch", var dispatch, "status"] => new(LabTopicKind.DispatchStatus, id, dispatch),
            ["instrument", var id, "dispatch", var dispatch, "result"] => new(LabTopicKind.DispatchResult, id, dispatch),
            ["instrument", var id, "telemetry", var metric] => new(LabTopicKind.Telemetry, id, metric),
            ["campaign", var id, "state"] => new(LabTopicKind.CampaignState, id, null),
            ["campaign", var id, "best"] => new(LabTopicKind.CampaignBest, id, null),
            ["campaign", var id, "model"] => new(LabTopicKind.CampaignModel, id, null),
            ["campaign", var id, "trial", var trial] when IsNumber(trial) => new(LabTopicKind.CampaignTrial, id, trial),
            ["campaign", var id, "event", var kind] => new(LabTopicKind.CampaignEvent, id, kind),
            ["campaign", var id, "control"] => new(LabTopicKind.CampaignControl, id, null),
            ["request", var id] => new(LabTopicKind.Request, id, null),
            ["stock", var item] => new(LabTopicKind.Stock, item, null),
            ["operator", var id, "inbox"] => new(LabTopicKind.OperatorInbox, id, null),
            _ => null,
        };
        return parsed is not null;
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Level(DispatchId dispatchId)
    {
        ArgumentNullException.ThrowIfNull(dispatchId);
        var text = dispatchId.ToString();
        return TopicLevel.TryReadDispatch(text, out _)
            ? text
            : throw new ArgumentException($"'{text}' is not a dispatch id that a topic can hold", nameof(dispatchId));
    }

    private string Orchestrator(string host, string leaf) => $"{Root}/orchestrator/{TopicLevel.Checked(host, "a host")}/{leaf}";

    private string Instrument(string instrument, string leaf) => $"{Root}/instrument/{TopicLevel.Checked(instrument, "an instrument")}/{leaf}";

    private string Campaign(string campaign, string leaf) => $"{Root}/campaign/{TopicLevel.Checked(campaign, "a campaign")}/{leaf}";
}
