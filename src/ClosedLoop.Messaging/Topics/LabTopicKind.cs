namespace ClosedLoop.Messaging;

/// <summary>What a topic of the lab is for.</summary>
public enum LabTopicKind
{
    /// <summary><c>orchestrator/{host}/presence</c></summary>
    OrchestratorPresence,

    /// <summary><c>orchestrator/{host}/inbox</c></summary>
    OrchestratorInbox,

    /// <summary><c>orchestrator/{host}/control</c></summary>
    OrchestratorControl,

    /// <summary><c>orchestrator/{host}/proposal</c></summary>
    OrchestratorProposal,

    /// <summary><c>planner/{name}/question</c></summary>
    PlannerQuestion,

    /// <summary><c>instrument/{id}/presence</c></summary>
    InstrumentPresence,

    /// <summary><c>instrument/{id}/capabilities</c></summary>
    InstrumentCapabilities,

    /// <summary><c>instrument/{id}/state</c></summary>
    InstrumentState,

    /// <summary><c>instrument/{id}/command</c></summary>
    InstrumentCommand,

    /// <summary><c>instrument/{id}/control</c></summary>
    InstrumentControl,

    /// <summary><c>instrument/{id}/dispatch/{dispatchId}/status</c></summary>
    DispatchStatus,

    /// <summary><c>instrument/{id}/dispatch/{dispatchId}/result</c></summary>
    DispatchResult,

    /// <summary><c>instrument/{id}/telemetry/{metric}</c></summary>
    Telemetry,

    /// <summary><c>campaign/{id}/state</c></summary>
    CampaignState,

    /// <summary><c>campaign/{id}/best</c></summary>
    CampaignBest,

    /// <summary><c>campaign/{id}/model</c></summary>
    CampaignModel,

    /// <summary><c>campaign/{id}/trial/{n}</c></summary>
    CampaignTrial,

    /// <summary><c>campaign/{id}/event/{kind}</c></summary>
    CampaignEvent,

    /// <summary><c>campaign/{id}/control</c></summary>
    CampaignControl,

    /// <summary><c>request/{id}</c></summary>
    Request,

    /// <summary><c>stock/{item}</c></summary>
    Stock,

    /// <summary><c>operator/{id}/inbox</c></summary>
    OperatorInbox,
}
