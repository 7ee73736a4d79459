using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>The kit's side of the lab: one connection that hears everything the instrument says and sends it orders.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly IMqttConnector _connector;
    private readonly IMqttConnection _connection;
    private readonly string _inbox;
    private readonly CancellationToken _cancellation;
    private readonly List<Scene> _kept = [];
    private int _readers;

    public Bench(IMqttConnector connector, ConformanceSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        (_connector, Settings, Time, _cancellation) = (connector, settings, time, cancellationToken);
        Topics = new LabTopics(settings.Lab);
        Mailbox = new Mailbox(Topics, time);
        _inbox = Topics.OrchestratorInbox(settings.Name);
        _connection = connector.Open(Client("orchestrator"));
    }

    public ConformanceSettings Settings { get; }

    public TimeProvider Time { get; }

    public LabTopics Topics { get; }

    public Mailbox Mailbox { get; }

    /// <summary>Ends the waiting; not while the bench is being cleared, which is short and leaves nothing behind for others.</summary>
    public CancellationToken Cancellation => IsClearing ? CancellationToken.None : _cancellation;

    /// <summary>Whether what the kit left at the instrument is being cleared.</summary>
    public bool IsClearing { get; set; }

    /// <summary>The capability in use; only after <see cref="OpenAsync"/>.</summary>
    public CapabilityMessage Capability { get; private set; } = null!;

    /// <summary>What the instrument says that it is and can do.</summary>
    public CapabilitiesMessage Capabilities => Mailbox.Newest<CapabilitiesMessage>()!;

    public PresenceMessage Presence => Mailbox.Newest<PresenceMessage>()!;

    /// <summary>What the instrument does not show although everything else needs it, or null.</summary>
    public string? Lacking { get; private set; }

    public StateMessage? State => Mailbox.Newest<StateMessage>();

    /// <summary>The ledger that the instrument shows now.</summary>
    public string LedgerId => Presence.LedgerId ?? "none";

    /// <summary>How long a whole step may take.</summary>
    public TimeSpan StepPatience => Settings.Timeout + TimeSpan.FromSeconds(5 * (Capability.TypicalSeconds ?? 0));

    /// <summary>What the restart showed; made by the first check that asks.</summary>
    public Task<RestartStory>? Restart { get; set; }

    /// <summary>Subscribes, and waits until the instrument has shown itself.</summary>
    /// <exception cref="ConformanceRefusedException">There is no broker, no such instrument, or it must not be tried.</exception>
    public async Task OpenAsync()
    {
        string[] leaves = ["presence", "capabilities", "state", "dispatch/+/status", "dispatch/+/result"];
        using var limit = new CancellationTokenSource(Settings.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, limit.Token);
        try
        {
            foreach (var filter in leaves.Select(leaf => $"{Topics.Root}/instrument/{Settings.Instrument}/{leaf}").Append(_inbox))
            {
                await _connection.SubscribeAsync(filter, MqttQos.AtLeastOnce, Mailbox.PutAsync, either.Token);
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw new ConformanceRefusedException($"no broker answers within {Settings.Timeout.TotalSeconds:0.#} s");
        }

        await FindAsync();
    }

    public async Task PublishAsync(MqttMessage message)
    {
        using var limit = new CancellationTokenSource(Settings.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, limit.Token);
        try
        {
            var outcome = await _connection.PublishAsync(message, either.Token);
            if (outcome == MqttPublishOutcome.Refused)
            {
                throw new UncheckableException($"the broker does not let the kit publish to {message.Topic}");
            }

            if (outcome == MqttPublishOutcome.NoMatchingSubscribers && !message.Retain)
            {
                throw new ViolationException($"nobody is subscribed to {message.Topic}");
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw new UncheckableException($"the broker did not take a message to {message.Topic} within {Settings.Timeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Publishes an order that is to be answered on the kit's inbox.</summary>
    public Task OrderAsync(string topic, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> correlation) =>
        PublishAsync(new MqttMessage(topic, payload) { ResponseTopic = _inbox, CorrelationData = correlation });

    public string Inbox => _inbox;

    /// <summary>What a newcomer finds retained on a topic, or null.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="patience">How long it may take to come: long for what should be there, the settling time for what should not.</param>
    public async Task<Heard?> RetainedAsync(string topic, TimeSpan patience)
    {
        await using var reader = _connector.Open(Client($"reader-{++_readers}"));
        var mailbox = new Mailbox(Topics, Time);
        using var limit = new CancellationTokenSource(Settings.Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, limit.Token);
        try
        {
            await reader.SubscribeAsync(topic, MqttQos.AtLeastOnce, mailbox.PutAsync, either.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw new UncheckableException($"the broker did not take a second client within {Settings.Timeout.TotalSeconds:0.#} s");
        }

        return await mailbox.SeenAsync(0, heard => heard.FirstOrDefault(one => one.Message.Retain), patience, Cancellation);
    }

    /// <summary>Keeps a scene, with what it opened, until the bench is left.</summary>
    public Scene Keep(Scene scene)
    {
        _kept.Add(scene);
        return scene;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scene in _kept)
        {
            await scene.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private MqttConnectionOptions Client(string part) =>
        new() { ClientId = $"closedloop-{Settings.Lab}-{part}-{Settings.Name}", CleanStart = true, SessionExpiry = TimeSpan.Zero };

    private async Task FindAsync()
    {
        await Mailbox.SeenAsync(
            0,
            _ => Mailbox.Newest<PresenceMessage>() is { Online: true } && Mailbox.Newest<CapabilitiesMessage>() is { } shown ? shown : null,
            Settings.Timeout,
            Cancellation);
        var within = $"within {Settings.Timeout.TotalSeconds:0.#} s";
        if (Mailbox.Mark == 0)
        {
            throw new ConformanceRefusedException(
                $"nothing is heard of an instrument '{Settings.Instrument}' in lab '{Settings.Lab}' {within}: "
                + "does it run, and are --instrument and --lab right?");
        }

        if (Mailbox.Newest<PresenceMessage>() is { Online: false })
        {
            throw new ConformanceRefusedException($"'{Settings.Instrument}' is offline");
        }

        Lacking = Mailbox.Newest<PresenceMessage>() is null ? $"no presence that can be read was heard {within}"
            : Mailbox.Newest<CapabilitiesMessage>() is null ? $"no capabilities that can be read were heard {within}"
            : null;
        if (Lacking is null)
        {
            Choose(Capabilities);
        }
    }

    private void Choose(CapabilitiesMessage found)
    {
        if (!found.Simulated && !Settings.Physical)
        {
            throw new ConformanceRefusedException(
                $"'{Settings.Instrument}' is not simulated: the checks would really move its device. Say --physical if that is safe now");
        }

        if (State is { Active.Count: > 0 } busy)
        {
            throw new ConformanceRefusedException(
                $"'{Settings.Instrument}' is performing {string.Join(", ", busy.Active)}; the checks need it for themselves");
        }

        var names = string.Join(", ", found.Capabilities.Select(one => one.Name));
        Capability = found.Capabilities.FirstOrDefault(one => Settings.Capability is null || one.Name == Settings.Capability)
            ?? throw new ConformanceRefusedException(names.Length == 0
                ? $"'{Settings.Instrument}' offers no capability"
                : $"'{Settings.Instrument}' offers {names}, not '{Settings.Capability}'");
    }
}
