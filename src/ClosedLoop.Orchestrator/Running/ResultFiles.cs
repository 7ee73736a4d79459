using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// Lets a result with files into the loop only when each file was checked and kept. One of another content ends the attempt; one that cannot be read now is reported, and the result
/// waits: its instrument shows it until it is closed, and again at every question.
/// </summary>
internal sealed class ResultFiles(RunnerSurroundings around, Journals journals)
{
    private readonly HashSet<string> _reported = [];

    /// <summary>Takes a result that a dispatch of this run may have; the loop is told when its files are kept. Reading and hashing is left to the desk: a file may be large.</summary>
    public void Take(CampaignRunner runner, LabMessage.ResultArrived arrived)
    {
        var result = arrived.Result;
        if (result.Files.Count == 0 || !IsFrom(arrived, runner.State.Find(result.DispatchId)))
        {
            Tell(runner, arrived);
            return;
        }

        var files = Hearing.Files(result);
        around.Files.Ask(
            () => journals.RawFiles(runner.State.Spec!.Name).Keep(files),
            problem => Judge(runner, arrived, problem),
            error => Judge(runner, arrived, new RawFileProblem($"its files could not be checked: {error.Message}", IsFinal: false)));
    }

    private static bool IsFrom(LabMessage.ResultArrived arrived, DispatchState? dispatch) =>
        dispatch is not null && dispatch.Decision.Instrument == arrived.Instrument && dispatch.Decision.LedgerId == arrived.Result.LedgerId;

    private void Judge(CampaignRunner runner, LabMessage.ResultArrived arrived, RawFileProblem? problem)
    {
        var result = arrived.Result;
        if (problem is null)
        {
            Tell(runner, arrived);
            return;
        }

        // What has ended is shown until it is closed, with the same files.
        var undecided = runner.State.Find(result.DispatchId) is { } dispatch && (dispatch.IsOpen || dispatch.Phase == DispatchPhase.Indeterminate);
        if (!undecided || !_reported.Add($"{result.DispatchId} {problem.Reason}"))
        {
            return;
        }

        var now = around.Time.GetUtcNow();
        var excerpt = string.Join(", ", result.Outputs.Take(16).Select(output => $"{output.Key}={output.Value}"));
        runner.Post(new QuarantineMessage(now, arrived.Instrument, result.DispatchId.ToString(), problem.Reason, excerpt));
        if (problem.IsFinal)
        {
            var failed = new DispatchAnswer.Failed(FailureKind.Invalid, SampleFate.Altered, problem.Reason);
            runner.Post(new TakeAnswer(now, result.DispatchId, arrived.Instrument, result.LedgerId, failed));
        }
    }

    private void Tell(CampaignRunner runner, LabMessage.ResultArrived arrived)
    {
        if (Hearing.Of(arrived, runner.State, around.Time.GetUtcNow()) is { } command)
        {
            runner.Post(command);
        }
    }
}
