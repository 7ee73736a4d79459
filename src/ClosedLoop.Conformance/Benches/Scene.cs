using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>What one check uses: a run of its own, orders and their answers, and a broom for what it leaves.</summary>
internal sealed partial class Scene(Bench bench, string check) : IAsyncDisposable
{
    private const string Step = "check";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(1);

    private readonly List<DispatchId> _opened = [];
    private readonly string _run = $"{bench.Settings.Name}-{check}";
    private int _trials;

    public Bench Bench => bench;

    /// <summary>The epoch of the check's run.</summary>
    public long Epoch { get; set; } = 1;

    public int Mark => bench.Mailbox.Mark;

    public TimeSpan Patience => bench.Settings.Timeout;

    public string CommandTopic => bench.Topics.InstrumentCommand(bench.Settings.Instrument);

    public string ControlTopic => bench.Topics.InstrumentControl(bench.Settings.Instrument);

    public string StatusTopic(DispatchId id) => bench.Topics.DispatchStatus(bench.Settings.Instrument, id);

    public string ResultTopic(DispatchId id) => bench.Topics.DispatchResult(bench.Settings.Instrument, id);

    /// <summary>A dispatch that nobody has ever seen.</summary>
    public DispatchId NewId()
    {
        var id = new DispatchId(_run, ++_trials, Step, 1);
        _opened.Add(id);
        return id;
    }

    /// <summary>A good command for a new dispatch.</summary>
    public CommandMessage NewCommand()
    {
        var id = NewId();
        return new CommandMessage
        {
            DispatchId = id,
            Capability = bench.Capability.Name,
            Parameters = ParameterChoice.Of(bench.Capability, bench.Settings.Parameters),
            Sample = $"{id.Run}.{id.Trial}",
            Simulated = bench.Capabilities.Simulated,
            LedgerId = bench.LedgerId,
            Epoch = Epoch,
            StartBy = bench.Time.GetUtcNow() + StartsWithin,
            TimeLimit = LongestStep,
        };
    }

    /// <summary>The correlation data of an orchestrator.</summary>
    public ReadOnlyMemory<byte> Correlation(DispatchId id) => Encoding.UTF8.GetBytes(CorrelationId(id));

    /// <summary>The command as an orchestrator sends it: where the answer goes is in the payload too, for instruments without MQTT 5.</summary>
    public CommandMessage Addressed(CommandMessage command) =>
        command with { ReplyTo = bench.Inbox, CorrelationId = CorrelationId(command.DispatchId) };

    /// <summary>As <see cref="Addressed(CommandMessage)"/>; only what is about a dispatch is answered.</summary>
    public ControlMessage Addressed(ControlMessage control) =>
        control.DispatchId is { } id ? control with { ReplyTo = bench.Inbox, CorrelationId = CorrelationId(id) } : control;

    public Task SendAsync(CommandMessage command) =>
        bench.OrderAsync(CommandTopic, LabJson.Write(Addressed(command)), Correlation(command.DispatchId));

    public Task SendAsync(ControlVerb verb, DispatchId? id = null) => bench.OrderAsync(
        ControlTopic,
        LabJson.Write(Addressed(new ControlMessage(verb, id, Epoch, "conformance"))),
        id is null ? default : Correlation(id));

    /// <summary>Sends a command and returns the answer that it gets.</summary>
    public async Task<StatusMessage> AskAsync(CommandMessage command)
    {
        var mark = Mark;
        await SendAsync(command);
        return await AnswerAsync(mark, command.DispatchId, "the command");
    }

    /// <summary>Sends a control message about a dispatch and returns the answer that it gets.</summary>
    public async Task<StatusMessage> AskAsync(ControlVerb verb, DispatchId id)
    {
        var mark = Mark;
        await SendAsync(verb, id);
        return await AnswerAsync(mark, id, Words.Of(verb));
    }

    public async Task<StatusMessage> AnswerAsync(int mark, DispatchId id, string question) =>
        await SeenAsync(mark, one => one.Topic.Kind == LabTopicKind.OrchestratorInbox ? one.StatusOf(id) : null, Patience)
            ?? throw new ViolationException($"no answer to {question} on the response topic within {Words.Of(Patience)}");

    /// <summary>The first thing heard since a mark that fits, or null.</summary>
    public Task<T?> SeenAsync<T>(int mark, Func<Heard, T?> look, TimeSpan patience)
        where T : class =>
        bench.Mailbox.SeenAsync(mark, heard => heard.Select(look).FirstOrDefault(seen => seen is not null), patience, bench.Cancellation);

    /// <summary>Listens for a while.</summary>
    public Task ListenAsync(TimeSpan span) => bench.Mailbox.SeenAsync<object>(0, _ => null, span, bench.Cancellation);

    public Task SettleAsync() => ListenAsync(bench.Settings.Settle);

    public IEnumerable<StatusMessage> Statuses(int mark, DispatchId id) =>
        bench.Mailbox.Since(mark).Where(heard => heard.Topic.Kind == LabTopicKind.DispatchStatus).Select(heard => heard.StatusOf(id)).OfType<StatusMessage>();

    public IEnumerable<ResultMessage> Results(int mark, DispatchId id) =>
        bench.Mailbox.Since(mark).Select(heard => heard.Content).OfType<ResultMessage>().Where(result => result.DispatchId == id);

    /// <summary>Waits until a state is shown.</summary>
    public Task<StateMessage?> StateAsync(Func<StateMessage, bool> wanted, int mark = 0) => bench.Mailbox.SeenAsync(
        mark,
        heard => heard.LastOrDefault(one => one.Content is StateMessage)?.Content is StateMessage state && wanted(state) ? state : null,
        Patience,
        bench.Cancellation);

    /// <summary>Leaves nothing behind: what runs is cancelled, what is retained is cleared.</summary>
    public async ValueTask DisposeAsync()
    {
        bench.IsClearing = true;
        foreach (var id in _opened)
        {
            try
            {
                await SweepAsync(id);
            }
            catch (Exception e) when (e is ViolationException or UncheckableException)
            {
                // The check has said what is to be said; a broom that finds no grip adds nothing.
            }
        }

        bench.IsClearing = false;
    }

    private string CorrelationId(DispatchId id) => $"{bench.Settings.Instrument}/{id}";

    private async Task SweepAsync(DispatchId id)
    {
        var status = await AskAsync(ControlVerb.Query, id);
        if (status.Status == DispatchStatus.Unknown)
        {
            return;
        }

        if (!status.Status.IsTerminal())
        {
            var mark = Mark;
            await SendAsync(ControlVerb.Cancel, id);
            await SeenAsync(mark, one => one.StatusOf(id) is { } ended && ended.Status.IsTerminal() ? ended : null, bench.StepPatience);
        }

        await AskAsync(ControlVerb.Close, id);
    }
}
