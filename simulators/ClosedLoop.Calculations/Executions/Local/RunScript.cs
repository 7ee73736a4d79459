namespace ClosedLoop.Calculations;

/// <summary>The small shell program that every local run lives in. It outlives this process, and leaves a durable note of how the program ended.</summary>
internal static class RunScript
{
    /// <summary>The program and its first arguments: the shell begins with the run's lock held, as the leader of a session of its own. Behind them come the arguments of <see cref="Text"/>.</summary>
    /// <param name="run">The run.</param>
    public static string[] Command(CalculationRun run) => ["setsid", "flock", "--no-fork", Path.Combine(run.RecordFolder, "lock"), "sh", "-c", Text, run.Id];

    /// <summary>
    /// Arguments: record folder, standard input, standard output, standard error, the command. Whoever is started second for the same record waits for the lock, sees
    /// that the run was begun, and ends: a run happens at most once, whatever its starter did not live to write down. The lock is inherited by the program, so it is held
    /// exactly as long as anything of the run is alive. TERM reaches the program and not this shell: a caught signal, unlike an ignored one, is back to normal in a child.
    /// The note of the ending is whole when its last line is there, so nobody waits for it to be on disk.
    /// </summary>
    private const string Text = """
        record=$1 in=$2 out=$3 err=$4
        shift 4
        exec </dev/null >>"$record/shell.txt" 2>&1
        read -r boot </proc/sys/kernel/random/boot_id || boot=unknown
        set -C
        echo "$$ $boot" >"$record/begun" || exit 98
        set +C
        trap : HUP INT TERM
        "$@" <"$in" >"$out" 2>"$err"
        status=$?
        trap '' HUP INT TERM
        { echo "$status"; times; echo end; } >"$record/exit"
        exec sync "$record/exit"
        """;
}
