using ClosedLoop.Domain;

namespace ClosedLoop.Messaging.Tests;

public sealed class LabTopicsTests
{
    private const string D = "tower-7f3a.12.anneal.1";
    private static readonly DispatchId Id = new("tower-7f3a", 12, "anneal", 1);
    private static readonly LabTopics Topics = new("north");

    public static TheoryData<string, string, LabTopicKind, string, string?> Table => new()
    {
        { Topics.OrchestratorPresence("pc"), "closedloop/v1/north/orchestrator/pc/presence", LabTopicKind.OrchestratorPresence, "pc", null },
        { Topics.OrchestratorInbox("pc"), "closedloop/v1/north/orchestrator/pc/inbox", LabTopicKind.OrchestratorInbox, "pc", null },
        { Topics.OrchestratorControl("pc"), "closedloop/v1/north/orchestrator/pc/control", LabTopicKind.OrchestratorControl, "pc", null },
        { Topics.OrchestratorProposal("pc"), "closedloop/v1/north/orchestrator/pc/proposal", LabTopicKind.OrchestratorProposal, "pc", null },
        { Topics.PlannerQuestion("optimizer"), "closedloop/v1/north/planner/optimizer/question", LabTopicKind.PlannerQuestion, "optimizer", null },
        { Topics.InstrumentPresence("f1"), "closedloop/v1/north/instrument/f1/presence", LabTopicKind.InstrumentPresence, "f1", null },
        { Topics.InstrumentCapabilities("f1"), "closedloop/v1/north/instrument/f1/capabilities", LabTopicKind.InstrumentCapabilities, "f1", null },
        { Topics.InstrumentState("f1"), "closedloop/v1/north/instrument/f1/state", LabTopicKind.InstrumentState, "f1", null },
        { Topics.InstrumentCommand("f1"), "closedloop/v1/north/instrument/f1/command", LabTopicKind.InstrumentCommand, "f1", null },
        { Topics.InstrumentControl("f1"), "closedloop/v1/north/instrument/f1/control", LabTopicKind.InstrumentControl, "f1", null },
        { Topics.DispatchStatus("f1", Id), $"closedloop/v1/north/instrument/f1/dispatch/{D}/status", LabTopicKind.DispatchStatus, "f1", D },
        { Topics.DispatchResult("f1", Id), $"closedloop/v1/north/instrument/f1/dispatch/{D}/result", LabTopicKind.DispatchResult, "f1", D },
        { Topics.Telemetry("f1", "temperature"), "closedloop/v1/north/instrument/f1/telemetry/temperature", LabTopicKind.Telemetry, "f1", "temperature" },
        { Topics.CampaignState("tower"), "closedloop/v1/north/campaign/tower/state", LabTopicKind.CampaignState, "tower", null },
        { Topics.CampaignBest("tower"), "closedloop/v1/north/campaign/tower/best", LabTopicKind.CampaignBest, "tower", null },
        { Topics.CampaignModel("tower"), "closedloop/v1/north/campaign/tower/model", LabTopicKind.CampaignModel, "tower", null },
        { Topics.CampaignTrial("tower", 12), "closedloop/v1/north/campaign/tower/trial/12", LabTopicKind.CampaignTrial, "tower", "12" },
        { Topics.CampaignEvent("tower", "retrained"), "closedloop/v1/north/campaign/tower/event/retrained", LabTopicKind.CampaignEvent, "tower", "retrained" },
        { Topics.CampaignControl("tower"), "closedloop/v1/north/campaign/tower/control", LabTopicKind.CampaignControl, "tower", null },
        { Topics.Request("tower-7f3a.12.anneal"), "closedloop/v1/north/request/tower-7f3a.12.anneal", LabTopicKind.Request, "tower-7f3a.12.anneal", null },
        { Topics.Stock("solvent"), "closedloop/v1/north/stock/solvent", LabTopicKind.Stock, "solvent", null },
        { Topics.OperatorInbox("op-1"), "closedloop/v1/north/operator/op-1/inbox", LabTopicKind.OperatorInbox, "op-1", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Topic_Built_IsTheContractsAndReadsBack(string built, string expected, LabTopicKind kind, string owner, string? leaf)
    {
        built.ShouldBe(expected);
        Topics.TryParse(built, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(new LabTopic(kind, owner, leaf));
        parsed.DispatchId.ShouldBe(kind is LabTopicKind.DispatchStatus or LabTopicKind.DispatchResult ? Id : null);
    }

    [Fact]
    public void Table_OfTopics_NamesEveryKind() => Table.Select(row => row.Data.Item3).Distinct().Count().ShouldBe(Enum.GetValues<LabTopicKind>().Length);

    [Theory]
    [InlineData("")]
    [InlineData("closedloop/v1/north")]
    [InlineData("closedloop/v1/north/")]
    [InlineData("closedloop/v1/northern/instrument/f1/state")]
    [InlineData("closedloop/v2/north/instrument/f1/state")]
    [InlineData("closedloop/v1/north/instrument/f1")]
    [InlineData("closedloop/v1/north/instrument//state")]
    [InlineData("closedloop/v1/north/instrument/f1/state/more")]
    [InlineData("closedloop/v1/north/instrument/f1/dispatch/status")]
    [InlineData("closedloop/v1/north/campaign/tower/trial/last")]
    [InlineData("closedloop/v1/north/campaign/tower/trial/-1")]
    [InlineData("closedloop/v1/north/robot/r/state")]
    public void Topic_NotOfThisLab_IsNotRead(string topic) => Topics.TryParse(topic, out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("a b")]
    [InlineData("a\0")]
    public void Name_ThatCannotBeALevel_Throws(string name)
    {
        Should.Throw<ArgumentException>(() => new LabTopics(name));
        Should.Throw<ArgumentException>(() => Topics.InstrumentCommand(name));
        Should.Throw<ArgumentException>(() => Topics.OrchestratorInbox(name));
        Should.Throw<ArgumentException>(() => Topics.CampaignState(name));
        Should.Throw<ArgumentException>(() => Topics.Telemetry("f1", name));
        Should.Throw<ArgumentException>(() => Topics.DispatchStatus("f1", new DispatchId(name, 1, "mix", 1)));
    }

    [Theory]
    [InlineData("tower.012.anneal.1")]
    [InlineData("tower.0.anneal.1")]
    [InlineData("tower.1.anneal.0")]
    [InlineData("tower.1.anneal")]
    [InlineData("nonsense")]
    public void DispatchTopic_WithAnotherSpelling_NamesNoDispatch(string id)
    {
        Topics.TryParse($"closedloop/v1/north/instrument/f1/dispatch/{id}/status", out var parsed).ShouldBeTrue();
        parsed.DispatchId.ShouldBeNull();
        parsed.Leaf.ShouldBe(id);
    }
}
