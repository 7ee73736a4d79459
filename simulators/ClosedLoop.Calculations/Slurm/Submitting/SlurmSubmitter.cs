using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Storage;

namespace ClosedLoop.Calculations;

/// <summary>
/// Gives runs to the cluster: those that come within a moment and need the same go as one array, and no more are in the queue at once than it may hold. What goes is written down before, so that a lost answer is no harm:
/// the run is then looked for by name.
/// </summary>
internal sealed class SlurmSubmitter(string folder, SlurmSettings settings, SlurmQueue queue, IDisk disk)
{
    /// <summary>What <c>sbatch</c> says when the fault is not the submission's: it may be taken another time. Anything else is an answer.</summary>
    private static readonly string[] Passing =
    [
        "contact slurm controller", "timed out", "temporarily", "try again", "retry", "retries", "connect", "communication", "zero bytes", "transport", "authentication", "credential",
        "accounting/qos policy", "standby", "slurmdbd", "unspecified error", "resource temporarily",
    ];

    private readonly List<WaitingRun> _waiting = [];
    private int _places;
    private bool _gathering;

    /// <summary>How many runs are with the cluster.</summary>
    public int Places => _places;

    /// <summary>Counts a run that is with the cluster since an earlier life.</summary>
    public void Adopt() => _places++;

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        _places--;
        Gather();
    }

    /// <summary>Submits a run once there is room; a run that is submitted again has its place already.</summary>
    /// <returns>The submission, once <c>sbatch</c> was tried, whatever came of it.</returns>
    /// <exception cref="OperationCanceledException">It was withdrawn before it was submitted, and has no place.</exception>
    public async Task<SlurmSubmission> SubmitAsync(CalculationRun run, SlurmRecord record, int number, CancellationToken withdraw)
    {
        var waiting = new WaitingRun(run, record, number, new TaskCompletionSource<SlurmSubmission>(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Add(waiting);
        Gather();
        await using var registration = withdraw.Register(() =>
        {
            if (_waiting.Remove(waiting))
            {
                waiting.Tried.SetCanceled(withdraw);
            }
        });
        return await waiting.Tried.Task;
    }

    private void Gather()
    {
        if (!_gathering && _waiting.Exists(MayGo))
        {
            _gathering = true;
            _ = GatherAsync();
        }
    }

    private bool MayGo(WaitingRun waiting) => waiting.Number > 1 || _places < settings.MostQueued;

    private async Task GatherAsync()
    {
        await Task.Delay(queue.Pacing.GatherFor, queue.Time);
        while (TakeGroup() is { Count: > 0 } group)
        {
            try
            {
                await SubmitAsync(group);
            }
            catch (IOException error)
            {
                // Nothing was submitted: the disk did not take what must be written down before.
                _places -= group.Count(waiting => waiting.Number == 1);
                group.ForEach(waiting => waiting.Tried.SetException(error));
            }

            while (queue.IsAway && _waiting.Count > 0)
            {
                await Task.Delay(queue.Pacing.PollEvery, queue.Time);
            }
        }

        _gathering = false;
    }

    private List<WaitingRun> TakeGroup()
    {
        var group = new List<WaitingRun>();
        foreach (var waiting in _waiting.ToList())
        {
            if (MayGo(waiting) && group.Count < settings.MostQueued && (group.Count == 0 || Needs(group[0]) == Needs(waiting)))
            {
                _waiting.Remove(waiting);
                _places += waiting.Number == 1 ? 1 : 0;
                group.Add(waiting);
            }
        }

        return group;
    }

    private static RunResources Needs(WaitingRun waiting) => waiting.Run.Resources;

    private async Task SubmitAsync(List<WaitingRun> group)
    {
        var batch = BatchOf(group);
        var scripts = group.Select((waiting, index) => waiting.Record.Write(new SlurmSubmission(waiting.Number, batch, index))).ToList();
        var script = scripts[0];
        if (group.Count > 1)
        {
            script = Path.Combine(folder, $"{batch}.sh");
            disk.Write(script, Encoding.UTF8.GetBytes(SlurmScript.OfArray(scripts)));
        }

        var reply = await queue.Commands.RunAsync("sbatch", [.. Options(group, batch), script], queue.Pacing.CommandLimit, queue.Time);
        var refusal = IsRefusal(reply) ? $"sbatch: {reply.Trouble}" : null;
        for (var index = 0; index < group.Count; index++)
        {
            group[index].Tried.SetResult(new SlurmSubmission(group[index].Number, batch, index) { Refusal = refusal });
        }
    }

    /// <summary>The same runs at the same count of submissions make the same name, and no others ever do.</summary>
    private static string BatchOf(List<WaitingRun> group)
    {
        var content = string.Join('\n', group.Select(waiting => string.Create(CultureInfo.InvariantCulture, $"{waiting.Run.Id}#{waiting.Number}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16];
    }

    private static bool IsRefusal(CommandReply reply) =>
        !reply.Succeeded && reply.ExitCode is not null && !Passing.Any(text => reply.Error.Contains(text, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> Options(List<WaitingRun> group, string batch)
    {
        var (first, needs) = (group[0].Run.Id, Needs(group[0]));
        var lead = SlurmScript.Lead(needs);
        yield return "--parsable";
        yield return group.Count == 1 ? $"--job-name={first}" : $"--job-name={first}+{group.Count - 1}";
        yield return $"--comment={SlurmComment.Of(batch, first)}";
        yield return "--requeue";
        yield return "--nodes=1";
        yield return $"--ntasks={needs.Cores}";
        yield return string.Create(CultureInfo.InvariantCulture, $"--time={Math.Ceiling((needs.TimeLimit + lead).TotalMinutes)}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--signal=B:TERM@{Math.Ceiling(lead.TotalSeconds)}");
        yield return "--output=/dev/null";
        yield return $"--chdir={folder}";
        if (needs.MemoryMegabytes is { } memory)
        {
            yield return $"--mem={memory}M";
        }

        if (settings.Partition is { } partition)
        {
            yield return $"--partition={partition}";
        }

        if (settings.Account is { } account)
        {
            yield return $"--account={account}";
        }

        if (group.Count > 1)
        {
            yield return $"--array=0-{group.Count - 1}";
        }

        foreach (var option in settings.Options)
        {
            yield return option;
        }
    }

    private sealed record WaitingRun(CalculationRun Run, SlurmRecord Record, int Number, TaskCompletionSource<SlurmSubmission> Tried);
}
