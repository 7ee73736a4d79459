using System.Threading.Channels;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Messaging.Tests;

/// <summary>Both buses and the operator's client over TCP and the embedded broker; waits only for what was sent, each with a deadline.</summary>
public sealed class OverTheWireTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Channel<LabMessage> _heard = Channel.CreateUnbounded<LabMessage>();
    private readonly Channel<InstrumentMessage> _asked = Channel.CreateUnbounded<InstrumentMessage>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispatch_FromCommandToClose_PassesBothWays()
    {
        await using var broker = new MqttBroker(new MqttBrokerOptions { Address = new("127.0.0.1", 0) }, TimeProvider.System);
        await broker.StartAsync(Cancellation);
        var connector = new MqttTcpConnector(broker.Address, TimeProvider.System);
        await using var orchestrator = new MqttOrchestratorBus(connector, "north", Lab.Host, 1, TimeProvider.System);
        await using var instrument = new MqttInstrumentBus(connector, "north", Lab.Instrument, TimeProvider.System);
        await using var client = new MqttOperatorClient(connector, "north", "op-1", TimeProvider.System);
        var command = Lab.Command with { StartBy = TimeProvider.System.GetUtcNow().AddMinutes(1) };

        await orchestrator.ListenAsync(message => _heard.Writer.WriteAsync(message, CancellationToken.None), Cancellation);
        (await orchestrator.SendAsync(Lab.Instrument, command, Cancellation)).ShouldBe(Delivery.NobodyListens);
        await instrument.ListenAsync("c0ffee", 7, message => _asked.Writer.WriteAsync(message, CancellationToken.None), () => ValueTask.CompletedTask, Cancellation);
        (await Heard<LabMessage.PresenceChanged>()).Presence.Online.ShouldBeTrue();

        (await orchestrator.SendAsync(Lab.Instrument, command, Cancellation)).ShouldBe(Delivery.Sent);
        var arrived = (await Asked()).ShouldBeOfType<InstrumentMessage.CommandArrived>();
        Same.Command(arrived.Command, command);
        (await instrument.ReplyAsync(arrived.ReplyTo!, Lab.Status(DispatchStatus.Accepted), Cancellation)).ShouldBe(Delivery.Sent);
        (await Heard<LabMessage.StatusArrived>()).ShouldBe(new LabMessage.StatusArrived(Lab.Instrument, Lab.Status(DispatchStatus.Accepted)));

        (await instrument.ShowAsync(Lab.Result, Cancellation)).ShouldBe(Delivery.Sent);
        Same.Result((await Heard<LabMessage.ResultArrived>()).Result, Lab.Result);
        await orchestrator.SendAsync(Lab.Instrument, new ControlMessage(ControlVerb.Close, Lab.Dispatch, 3, null), Cancellation);
        (await Asked()).ShouldBeOfType<InstrumentMessage.ControlArrived>().Control.Verb.ShouldBe(ControlVerb.Close);
        (await instrument.ClearAsync(Lab.Dispatch, Cancellation)).ShouldBe(Delivery.Sent);

        (await client.AskHostAsync("nobody", new HostControlMessage(HostVerb.Status, null, null), Deadline, Cancellation)).ShouldBeOfType<OperatorAnswer.NobodyListens>();
        var asking = client.AskCampaignAsync("tower", new CampaignControlMessage(CampaignVerb.Pause, null), Deadline, Cancellation);
        var asked = await Heard<LabMessage.CampaignControlArrived>();
        await orchestrator.ReplyAsync(asked.ReplyTo!, new ReplyMessage(true, ["paused"]), Cancellation);
        (await asking).ShouldBeOfType<OperatorAnswer.Replied>().Reply.Lines.ShouldBe(["paused"]);

        await instrument.DisposeAsync();
        (await Heard<LabMessage.PresenceChanged>()).Presence.Online.ShouldBeFalse();
    }

    [Fact]
    public async Task Instrument_ThatDies_IsSeenOfflineByItsWill()
    {
        await using var broker = new MqttBroker(new MqttBrokerOptions { Address = new("127.0.0.1", 0) }, TimeProvider.System);
        await broker.StartAsync(Cancellation);
        await using var orchestrator = new MqttOrchestratorBus(new MqttTcpConnector(broker.Address, TimeProvider.System), "north", Lab.Host, 1, TimeProvider.System);
        await orchestrator.ListenAsync(message => _heard.Writer.WriteAsync(message, CancellationToken.None), Cancellation);
        var mortal = new MortalConnector(new MqttTcpConnector(broker.Address, TimeProvider.System));
        var instrument = new MqttInstrumentBus(mortal, "north", Lab.Instrument, TimeProvider.System);
        await instrument.ListenAsync("c0ffee", 7, message => _asked.Writer.WriteAsync(message, CancellationToken.None), () => ValueTask.CompletedTask, Cancellation);
        (await Heard<LabMessage.PresenceChanged>()).Presence.Online.ShouldBeTrue();

        await mortal.Opened!.AbortAsync();

        var offline = await Heard<LabMessage.PresenceChanged>();
        offline.Presence.Online.ShouldBeFalse();
        offline.Presence.Epoch.ShouldBe(7);
        offline.Presence.LedgerId.ShouldBe("c0ffee");
    }

    private Task<InstrumentMessage> Asked() => _asked.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(Deadline, Cancellation);

    private async Task<T> Heard<T>()
        where T : LabMessage
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (await _heard.Reader.ReadAsync(limit.Token) is T message)
            {
                return message;
            }
        }
    }

    /// <summary>Gives the test the connection, to end it as a dying process would.</summary>
    private sealed class MortalConnector(MqttTcpConnector inner) : IMqttConnector
    {
        public MqttTcpConnection? Opened { get; private set; }

        public IMqttConnection Open(MqttConnectionOptions options) => Opened = inner.Open(options);
    }
}
