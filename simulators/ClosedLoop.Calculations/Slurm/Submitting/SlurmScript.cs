using System.Globalization;
using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>
/// What runs on the node. Slurm may run it more than once, and side by side: a lost node's work is begun again elsewhere while the node goes on. So each copy works in a folder of its own, and the
/// first that ends claims the run with a symbolic link, which the file system lets only one do. A copy that finds the claim, a newer submission or a wish to stop begins nothing.
/// </summary>
internal static class SlurmScript
{
    /// <summary>The line that tells which submission a script belongs to.</summary>
    private const string Mark = "# closedloop ";

    /// <summary>What a node needs to end a program in the order stop file, TERM, KILL, and to write down how it ended.</summary>
    public static TimeSpan Lead(RunResources resources) => (2 * resources.Grace) + TimeSpan.FromSeconds(20);

    /// <summary>The script of one run.</summary>
    public static string Of(CalculationRun run, SlurmSubmission submission)
    {
        var stage = run.Stage;
        var text = new StringBuilder("#!/bin/bash\n");
        text.Append(CultureInfo.InvariantCulture, $"{Mark}{submission.Number} {submission.Batch} {submission.Index}\n");
        foreach (var (key, value) in CalculationEnvironment.Of(run.Resources.Cores).Concat(stage.Environment))
        {
            text.Append(CultureInfo.InvariantCulture, $"export {key}={Quote(value)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"run={Quote(run.Id)} batch={Quote(submission.Batch)} submission={submission.Number}\n");
        text.Append(CultureInfo.InvariantCulture, $"folder={Quote(run.Folder)}\nrecord={Quote(run.RecordFolder)}\n");
        text.Append(CultureInfo.InvariantCulture, $"limit={Seconds(run.Resources.TimeLimit)} grace={Seconds(run.Resources.Grace)} stopfile={Quote(stage.StopFile ?? "")}\n");
        text.Append(CultureInfo.InvariantCulture, $"input={Quote(stage.StandardInput ?? "/dev/null")}\n");
        text.Append(CultureInfo.InvariantCulture, $"output={Quote(stage.StandardOutput)} error={Quote(stage.StandardError)}\n");
        text.Append(CultureInfo.InvariantCulture, $"command=({string.Join(' ', stage.Command.Select(Quote))})\n");
        return text.Append(Body).ToString();
    }

    /// <summary>The script of an array: the path of each run's own script.</summary>
    public static string OfArray(IEnumerable<string> scripts) =>
        $"#!/bin/bash\nscripts=(\n{string.Join('\n', scripts.Select(Quote))}\n)\nexec /bin/bash \"${{scripts[$SLURM_ARRAY_TASK_ID]}}\"\n";

    /// <summary>Which submission a script belongs to; null when it is none.</summary>
    public static SlurmSubmission? SubmissionOf(string script) =>
        script.Split('\n') is [_, var line, ..]
        && line.StartsWith(Mark, StringComparison.Ordinal)
        && line[Mark.Length..].Split(' ') is [var number, var batch, var index]
            ? new SlurmSubmission(int.Parse(number, CultureInfo.InvariantCulture), batch, int.Parse(index, CultureInfo.InvariantCulture))
            : null;

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Seconds(TimeSpan span) => Math.Max(1, (long)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private const string Body = """
        exec >>"$record/script.log" 2>&1
        restart=${SLURM_RESTART_COUNT:-0}
        copy="copy-$submission.$restart"
        stopping=''
        trap 'stopping=${stopping:-signal}' TERM

        # Nothing to begin: asked to stop, ended by another copy, given up, or submitted anew.
        [ -e "$record/stop" ] || [ -L "$record/ending" ] || [ -e "$record/ended.json" ] && exit 0
        [ -e "$record/submission-$((submission + 1)).sh" ] && exit 0

        # The same restart may be begun twice when a controller has forgotten the first.
        mkdir "$record/$copy" 2>/dev/null || { copy="$copy.$SLURM_JOB_ID.$$"; mkdir "$record/$copy" || exit 75; }
        cd "$record/$copy" || exit 75
        cp -a "$folder/." "$record/$copy/work" || exit 75
        # An array's runs have its name until here; the queue and the accounts shall show their own.
        [ -n "$SLURM_ARRAY_TASK_ID" ] && ( scontrol update "JobId=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" "Name=$run" "Comment=closedloop $batch $run" >/dev/null 2>&1 & )
        printf '%s %s\n' "$SLURM_JOB_ID" "$SLURMD_NODENAME" > began.tmp && mv began.tmp began || exit 75

        # A group of its own, so that a signal reaches the program's children too. A second one wakes this shell every two seconds.
        # The program's exit code goes into a file: a signal that comes while this shell waits would put its own in the place of it.
        set -m
        trap : USR1
        ( while sleep 2; do kill -USR1 $$ || exit; done ) 2>/dev/null & ticks=$!
        ( trap : TERM; cd work && "${command[@]}" <"$input" >"$output" 2>"$error"; echo $? > "$record/$copy/code" ) & program=$!
        rung=0 next=0
        while kill -0 $program 2>/dev/null; do
          wait $program
          touch alive
          if [ -L "$record/ending" ] || [ -e "$record/ended.json" ]; then
            kill -KILL -- -$program -$ticks 2>/dev/null
            exit 0
          fi
          [ -z "$stopping" ] && [ $SECONDS -ge $limit ] && stopping=limit
          [ -e "$record/stop" ] && stopping=stop
          [ -n "$stopping" ] && [ $SECONDS -ge $next ] || continue
          # One rung after the other: stop file, TERM, KILL.
          [ $rung -eq 0 ] && [ -z "$stopfile" ] && rung=1
          case $rung in
            0) : > "work/$stopfile" ;;
            1) kill -TERM -- -$program ;;
            *) kill -KILL -- -$program ;;
          esac 2>/dev/null
          rung=$((rung + 1)) next=$((SECONDS + grace))
        done
        # From here on a signal would only disturb this shell; what was killed could not write its code down.
        trap '' TERM USR1
        code=137
        [ -s code ] && code=$(<code)
        kill -KILL -- -$ticks 2>/dev/null
        # Killed together with this shell: Slurm knows why, and begins it again where that was its own doing.
        [ "$stopping" = signal ] && [ $code -eq 143 -o $code -eq 137 ] && exit $code
        times > times
        timedout=false stopped=false
        case $stopping in stop) stopped=true ;; ?*) timedout=true stopped=true ;; esac
        printf '{"exitCode":%d,"timedOut":%s,"stopRequested":%s,"cpu":"%s","node":"%s"}\n' \
          $code $timedout $stopped "$(tail -n 1 times)" "$SLURMD_NODENAME" > ending.tmp && mv ending.tmp ending.json || exit 74
        ln -sT "$copy" "$record/ending" 2>/dev/null
        exit 0

        """;
}
