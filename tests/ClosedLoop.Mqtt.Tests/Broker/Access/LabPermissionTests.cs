using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// <c>docs/mqtt/lab.acl</c> over the topics that really run in a lab: who may say what. The same file is put before our broker and before mosquitto.
/// </summary>
public sealed class LabPermissionTests
{
    private const string Host = "orchestrator-1";
    private const string Furnace = "furnace-1";
    private const string Mixer = "mixer-1";
    private const string Operator = "operator";
    private const string Planner = "optimizer";
    private static readonly LabTopics Lab = new("demo");
    private static readonly DispatchId Dispatch = new("tower-7f3a", 12, "anneal", 1);

    // Each kind of topic: one of the furnace, of orchestrator-1 or of a campaign; who may write it, who may read it.
    private static readonly Dictionary<LabTopicKind, (string Topic, string[] Writers, string[] Readers)> Matrix = new()
    {
        [LabTopicKind.OrchestratorPresence] = (Lab.OrchestratorPresence(Host), [Host], [Host, Operator]),
        [LabTopicKind.OrchestratorInbox] = (Lab.OrchestratorInbox(Host), [Host, Furnace, Mixer, Planner], [Host]),
        [LabTopicKind.OrchestratorProposal] = (Lab.OrchestratorProposal(Host), [Planner], [Host, Operator]),
        [LabTopicKind.PlannerQuestion] = (Lab.PlannerQuestion(Planner), [Host], [Planner, Operator]),
        [LabTopicKind.OrchestratorControl] = (Lab.OrchestratorControl(Host), [Operator], [Host, Operator]),
        [LabTopicKind.InstrumentPresence] = (Lab.InstrumentPresence(Furnace), [Furnace], [Host, Operator]),
        [LabTopicKind.InstrumentCapabilities] = (Lab.InstrumentCapabilities(Furnace), [Furnace], [Host, Operator]),
        [LabTopicKind.InstrumentState] = (Lab.InstrumentState(Furnace), [Furnace], [Host, Operator]),
        [LabTopicKind.InstrumentCommand] = (Lab.InstrumentCommand(Furnace), [Host], [Host, Furnace, Operator]),
        [LabTopicKind.InstrumentControl] = (Lab.InstrumentControl(Furnace), [Host], [Host, Furnace, Operator]),
        [LabTopicKind.DispatchStatus] = (Lab.DispatchStatus(Furnace, Dispatch), [Furnace], [Host, Operator]),
        [LabTopicKind.DispatchResult] = (Lab.DispatchResult(Furnace, Dispatch), [Furnace], [Host, Operator]),
        [LabTopicKind.Telemetry] = (Lab.Telemetry(Furnace, "temperature"), [Furnace], [Host, Operator]),
        [LabTopicKind.CampaignState] = (Lab.CampaignState("tower"), [Host], [Host, Operator]),
        [LabTopicKind.CampaignBest] = (Lab.CampaignBest("tower"), [Host], [Host, Operator]),
        [LabTopicKind.CampaignModel] = (Lab.CampaignModel("tower"), [Host], [Host, Operator]),
        [LabTopicKind.CampaignTrial] = (Lab.CampaignTrial("tower", 3), [Host], [Host, Operator]),
        [LabTopicKind.CampaignEvent] = (Lab.CampaignEvent("tower", "stepSucceeded"), [Host], [Host, Operator]),
        [LabTopicKind.CampaignControl] = (Lab.CampaignControl("tower"), [Host, Operator], [Host, Operator]),
        [LabTopicKind.Request] = (Lab.Request("tower-7f3a.12.anneal"), [Host], [Host, Operator]),
        [LabTopicKind.Stock] = (Lab.Stock("solvent"), [Host], [Host, Operator]),
        [LabTopicKind.OperatorInbox] = (Lab.OperatorInbox("ann"), [Host], [Operator]),
    };

    private static readonly string[] Users = [Host, Furnace, Mixer, Planner, Operator];

    public static TheoryData<string> Brokers => ["ours", "mosquitto"];

    private static string AclFile => Path.Combine(AppContext.BaseDirectory, "lab.acl");

    [Fact]
    public void Matrix_HoldsEveryKindOfTopic() =>
        Matrix.Where(row => Lab.TryParse(row.Value.Topic, out var parsed) && parsed.Kind == row.Key).Select(row => row.Key)
            .ShouldBe(Enum.GetValues<LabTopicKind>(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task EveryUser_WritesOnlyWhatIsItsOwn(string kind)
    {
        using var files = new AccessFiles().WithUsers(Users);
        await using var broker = await StartAsync(kind, files);
        foreach (var user in Users)
        {
            await using var client = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello(user));
            foreach (var (topic, writers, _) in Matrix.Values)
            {
                (await client.PublishAsync(topic) != MqttReasonCode.NotAuthorized).ShouldBe(writers.Contains(user), $"{user} writes {topic}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task EveryUser_HearsOnlyWhatIsItsToRead(string kind)
    {
        using var files = new AccessFiles().WithUsers(Users);
        await using var broker = await StartAsync(kind, files);
        var speakers = new Dictionary<string, RawClient>();
        foreach (var user in Users)
        {
            speakers.Add(user, await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello(user)));
        }

        foreach (var reader in Users)
        {
            await using var client = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello(reader, clientId: $"{reader}-reads"));
            await client.SubscribeAsync(new SubscriptionRequest("closedloop/v1/#") { MaximumQos = 0 });
            foreach (var (topic, writers, readers) in Matrix.Values)
            {
                await speakers[writers[0]].PublishAsync(topic);
                if (readers.Contains(reader))
                {
                    (await client.ExpectAsync<PublishPacket>()).Topic.ShouldBe(topic, $"{reader} reads {topic}");
                }

                await client.NothingMoreAsync();
            }
        }

        foreach (var speaker in speakers.Values)
        {
            await speaker.DisposeAsync();
        }
    }

    [Fact]
    public async Task Filters_OfAnotherBranch_AreRefused()
    {
        using var files = new AccessFiles().WithUsers(Users);
        await using var broker = await StartAsync("ours", files);
        await using var furnace = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello(Furnace));
        (await furnace.SubscribeAsync(new SubscriptionRequest(Lab.InstrumentCommand(Mixer)))).ReasonCodes.ShouldBe([MqttReasonCode.NotAuthorized]);
        (await furnace.SubscribeAsync(new SubscriptionRequest(Lab.InstrumentCommand(Furnace)))).ReasonCodes.ShouldBe([MqttReasonCode.Success]);
        await using var impostor = await RawClient.ConnectAsync(
            broker.Address, AccessFiles.Hello(Mixer) with { Will = new WillMessage(Lab.InstrumentPresence(Furnace), default) });
        impostor.Answer.ReasonCode.ShouldBe(MqttReasonCode.NotAuthorized);
    }

    private static async Task<RunningBroker> StartAsync(string kind, AccessFiles files)
    {
        if (kind == "ours")
        {
            var ours = await TestBroker.StartAsync(options: new MqttBrokerOptions { PasswordFile = files.PasswordFile, AclFile = AclFile });
            return new RunningBroker(ours.Address, ours);
        }

        var mosquitto = await MosquittoProcess.StartBrokerAsync(settings: $"allow_anonymous false\npassword_file {files.PasswordFile}\nacl_file {AclFile}");
        return new RunningBroker(mosquitto.Address, mosquitto);
    }

    private sealed record RunningBroker(MqttAddress Address, IAsyncDisposable Broker) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Broker.DisposeAsync();
    }
}
