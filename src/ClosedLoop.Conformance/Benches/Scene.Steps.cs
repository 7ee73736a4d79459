using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <content>Steps: performed to their end, or begun.</content>
internal sealed partial class Scene
{
    // A step that is over before an order can reach the instrument shows nothing.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.25);

    /// <summary>Has a step performed and returns it when its status and its result are there.</summary>
    /// <exception cref="ViolationException">It was refused, failed, or did not end.</exception>
    public Task<Act> PerformAsync() => PerformAsync(NewCommand());

    public async Task<Act> PerformAsync(CommandMessage command)
    {
        var mark = Mark;
        await SendAsync(command);
        return await EndAsync(command, mark);
    }

    public async Task<Act> EndAsync(CommandMessage command, int mark)
    {
        var began = bench.Time.GetTimestamp();
        var end = await TerminalAsync(mark, command.DispatchId)
            ?? throw new ViolationException($"the step did not end within {Words.Of(bench.StepPatience)}: {LastOf(mark, command.DispatchId)}");
        var took = bench.Time.GetElapsedTime(began);
        if (end.Status != DispatchStatus.Succeeded)
        {
            throw new ViolationException($"a step within the declared limits ended {Words.Of(end)}; --parameters gives others");
        }

        var result = await SeenAsync(mark, one => one.Content is ResultMessage told && told.DispatchId == command.DispatchId ? told : null, Patience)
            ?? throw new ViolationException($"succeeded, and no result was published within {Words.Of(Patience)}");
        return new Act(command, mark, end, result, took);
    }

    /// <summary>Begins a step that lasts long enough to be interfered with, and returns its command once it runs.</summary>
    /// <exception cref="UncheckableException">Steps are over too quickly.</exception>
    public async Task<CommandMessage> BeginAsync(CommandMessage? wanted = null)
    {
        var command = wanted ?? NewCommand();
        var mark = Mark;
        var began = bench.Time.GetTimestamp();
        await SendAsync(command);
        var status = await SeenAsync(
            mark,
            one => one.StatusOf(command.DispatchId) is { } told && (told.Status == DispatchStatus.Running || told.Status.IsTerminal()) ? told : null,
            Patience) ?? throw new ViolationException($"the step was not shown as running within {Words.Of(Patience)}: {LastOf(mark, command.DispatchId)}");
        if (status.Status == DispatchStatus.Succeeded)
        {
            throw new UncheckableException($"a step is over within {Words.Of(bench.Time.GetElapsedTime(began))}; --parameters may make it longer");
        }

        return status.Status == DispatchStatus.Running
            ? command
            : throw new ViolationException($"a step within the declared limits was answered {Words.Of(status)}; --parameters gives others");
    }

    /// <summary>The terminal status, on its topic or as an answer, or null when it does not come while a step may take.</summary>
    public Task<StatusMessage?> TerminalAsync(int mark, DispatchId id) =>
        SeenAsync(mark, one => one.StatusOf(id) is { } status && status.Status.IsTerminal() ? status : null, bench.StepPatience);

    /// <summary>Whether a step that was let run took long enough that an order in its middle would have reached it.</summary>
    public static bool IsLongEnough(TimeSpan took) => took >= Shortest;

    /// <summary>
    /// Listens as long as a step takes, and says what shows that this dispatch was performed although it must not be; null when nothing does.
    /// </summary>
    public async Task<string?> PerformedAsync(int mark, DispatchId id, TimeSpan took, ResultMessage known)
    {
        await ListenAsync(took + bench.Settings.Settle);
        var statuses = Statuses(mark, id).ToList();
        var begun = statuses.FirstOrDefault(status => status.Status is DispatchStatus.Accepted or DispatchStatus.Running);
        var active = bench.Mailbox.Since(mark).Select(heard => heard.Content).OfType<StateMessage>().Any(state => state.Active.Contains(id.ToString()));
        return OtherResult(mark, known)
            ?? (begun is not null ? $"its status went to {Words.Of(begun.Status)}" : active ? "the state lists it as active" : null);
    }

    /// <summary>What shows that a step was performed a second time, or null.</summary>
    public string? OtherResult(int mark, ResultMessage known) =>
        Results(mark, known.DispatchId).FirstOrDefault(result => result.StartedAt != known.StartedAt) is { } other
            ? $"a second result: begun {Words.Of(other.StartedAt)}, the first was begun {Words.Of(known.StartedAt)}"
            : null;

    /// <summary>Sends a command that must be refused and says how that went.</summary>
    public async Task<CheckOutcome> RefusedAsync(CommandMessage command, RefusalReason expected)
    {
        var answer = await AskAsync(command);
        return answer is { Status: DispatchStatus.Rejected } && answer.Refusal == expected
            ? new CheckOutcome.Passed(Words.Of(answer))
            : new CheckOutcome.Failed($"answered {Words.Of(answer)} instead of rejected {Words.Of(expected)}");
    }

    private string LastOf(int mark, DispatchId id) =>
        bench.Mailbox.Since(mark).Select(heard => heard.StatusOf(id)).LastOrDefault(status => status is not null) is { } last
            ? $"the last that was heard is {Words.Of(last)}"
            : "nothing was heard of it";
}
