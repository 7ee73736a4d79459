using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// Questions of one run to its external planner, at most one about each subject. An answer that comes in time and can be used is taken; otherwise it is said why not.
/// The same question asked in another life has the same correlation id, so an answer to either will do. Late and repeated answers have no question any more.
/// </summary>
internal sealed class PlannerQuestions(IOrchestratorBus bus, TimeProvider time)
{
    private readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);

    /// <summary>Asks and waits.</summary>
    /// <param name="subject">What the question is about; it replaces an open one about the same.</param>
    /// <param name="planner">Who is asked.</param>
    /// <param name="question">What is asked; its due time is set here.</param>
    /// <param name="take">Uses an answer, or says why it cannot be used.</param>
    /// <param name="fallBack">Told why there is no answer that can be used.</param>
    /// <param name="cancellationToken">Ends the waiting without a word.</param>
    public async Task AskAsync(
        string subject,
        ExternalPlanner planner,
        PlannerQuestionMessage question,
        Func<ProposalMessage, string?> take,
        Action<string> fallBack,
        CancellationToken cancellationToken)
    {
        if (_open.Remove(subject, out var before))
        {
            before.Outcome.TrySetResult(null);
        }

        // Continued on the loop's own thread, whoever completes it.
        var open = new Open(question.CorrelationId!, new TaskCompletionSource<LabMessage.ProposalArrived?>());
        _open[subject] = open;
        void Refuse(string reason) => open.Outcome.TrySetResult(new(open.Correlation, null, reason));
        await using var alarm = time.CreateTimer(
            _ => Refuse($"did not answer within {planner.Deadline.TotalSeconds:0.###} s"), null, planner.Deadline, Timeout.InfiniteTimeSpan);
        await using var end = cancellationToken.Register(() => open.Outcome.TrySetResult(null));
        var delivery = await bus.AskAsync(planner.Name, question with { AnswerBy = time.GetUtcNow() + planner.Deadline }, cancellationToken);
        if (delivery != Delivery.Sent)
        {
            Refuse(delivery == Delivery.NobodyListens ? "is not there" : "could not be asked: the broker is away, or does not take so large a question");
        }

        var outcome = await open.Outcome.Task;
        if (outcome is not { } arrived || _open.GetValueOrDefault(subject) != open)
        {
            return;
        }

        _open.Remove(subject);
        if ((arrived.Problem ?? take(arrived.Proposal!)) is { } problem)
        {
            fallBack(problem);
        }
    }

    /// <summary>An answer came.</summary>
    public void Take(LabMessage.ProposalArrived arrived)
    {
        var open = _open.Values.FirstOrDefault(open => open.Correlation == arrived.Correlation);
        open?.Outcome.TrySetResult(arrived.Problem is { } problem ? arrived with { Problem = $"answered what cannot be read: {problem}" } : arrived);
    }

    private sealed record Open(string Correlation, TaskCompletionSource<LabMessage.ProposalArrived?> Outcome);
}
