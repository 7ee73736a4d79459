using System.Text.Json;

namespace ClosedLoop.Calculations;

/// <summary>
/// Asks the controller how all runs of this process stand, with one command for all of them. A controller that does not answer is asked less and less often, and nothing is
/// concluded from its silence. Lives on one thread, as all of an instrument does.
/// </summary>
public sealed class SlurmQueue
{
    private static readonly IReadOnlySet<string> Nobody = new HashSet<string>();

    private readonly SlurmCommands _commands;
    private readonly SlurmPacing _pacing;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly HashSet<string> _sought = new(StringComparer.Ordinal);
    private int _watchers;
    private bool _polling;
    private string? _trouble;

    /// <summary>One queue for each process, shared by its instruments.</summary>
    /// <param name="commands">Slurm's commands.</param>
    /// <param name="pacing">How often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Is told when the controller is lost and when it is back.</param>
    public SlurmQueue(SlurmCommands commands, SlurmPacing pacing, TimeProvider time, Action<string> warn) =>
        (_commands, _pacing, _time, _warn) = (commands, pacing, time, warn);

    /// <summary>Says which of Slurm's commands are missing and what to install; null when all are there.</summary>
    public string? Missing() => _commands.Missing();

    /// <summary>What the controller said last; null before its first answer.</summary>
    internal SlurmView? Latest { get; private set; }

    internal SlurmCommands Commands => _commands;

    internal SlurmPacing Pacing => _pacing;

    internal TimeProvider Time => _time;

    /// <summary>Whether it did not answer when it was asked last.</summary>
    internal bool IsAway => _trouble is not null;

    /// <summary>How often the controller was asked.</summary>
    internal int Polls { get; private set; }

    /// <summary>Keeps the polls going until <see cref="Leave"/>.</summary>
    internal void Enter()
    {
        _watchers++;
        if (!_polling)
        {
            _polling = true;
            _ = PollAsync();
        }
    }

    /// <summary>The end of what <see cref="Enter"/> began.</summary>
    internal void Leave() => _watchers--;

    /// <summary>Has a name looked up in the accounts with the next poll.</summary>
    internal void Seek(string name) => _sought.Add(name);

    /// <summary>Cancels one run of an entry, or sends it a signal; with the entry's name beside its number, which may by now be someone else's.</summary>
    internal Task<CommandReply> CancelAsync(SlurmEntry job, int index, params IEnumerable<string> how) =>
        _commands.RunAsync("scancel", [.. how, $"--name={job.Name}", job.Address(index)], _pacing.CommandLimit, _time);

    private async Task PollAsync()
    {
        var pause = _pacing.PollEvery;
        while (_watchers > 0)
        {
            var began = _time.GetTimestamp();
            var trouble = await AskAsync(began);
            var took = _time.GetElapsedTime(began);
            if (trouble is null)
            {
                pause = Longer(_pacing.PollEvery, 10 * took);
            }
            else
            {
                pause = Shorter(2 * pause, _pacing.PollAtMost);
            }

            Tell(trouble);
            await Task.Delay(pause, _time);
        }

        _polling = false;
        Latest = null;
    }

    /// <summary>One question; returns what went wrong, or null.</summary>
    private async Task<string?> AskAsync(long began)
    {
        Polls++;
        var reply = await _commands.RunAsync("squeue", ["--json", "--states=all"], _pacing.CommandLimit, _time);
        if (!reply.Succeeded)
        {
            return reply.Trouble;
        }

        IReadOnlyList<SlurmEntry> jobs;
        try
        {
            jobs = SqueueReader.Read(reply.Output);
        }
        catch (JsonException error)
        {
            return error.Message;
        }

        var sought = _sought.Count == 0 ? Nobody : _sought.ToHashSet(StringComparer.Ordinal);
        var accounts = sought.Count == 0 ? [] : await AccountsAsync(sought);
        _sought.ExceptWith(sought);
        Latest = new SlurmView(began, jobs.ToLookup(job => job.Batch, StringComparer.Ordinal), accounts, sought);
        return null;
    }

    /// <summary>From the accounts in the database, else from the log of completions, as the cluster has them; many clusters have neither.</summary>
    private async Task<Dictionary<string, SlurmState>> AccountsAsync(IReadOnlySet<string> names)
    {
        string[] question = ["-n", "-P", "-S", "now-7days", "-o", "jobname,state"];
        var reply = await _commands.RunAsync("sacct", ["-X", $"--name={string.Join(',', names)}", .. question], _pacing.CommandLimit, _time);
        if (!reply.Succeeded)
        {
            reply = await _commands.RunAsync("sacct", ["-c", .. question], _pacing.CommandLimit, _time);
        }

        return reply.Succeeded ? SacctReader.Read(reply.Text, names) : [];
    }

    private void Tell(string? trouble)
    {
        if (trouble is not null && _trouble is null)
        {
            _warn($"Slurm does not answer: {trouble}");
        }
        else if (trouble is null && _trouble is not null)
        {
            _warn("Slurm answers again");
        }

        _trouble = trouble;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
