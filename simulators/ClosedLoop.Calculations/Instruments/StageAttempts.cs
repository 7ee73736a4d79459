using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;

namespace ClosedLoop.Calculations;

/// <summary>The attempts at one stage: the first, and those that follow from how the one before ended.</summary>
/// <param name="bench">The instrument's.</param>
/// <param name="context">The step's.</param>
/// <param name="dispatch">The dispatch.</param>
/// <param name="folder">The dispatch's folder.</param>
/// <param name="stageBefore">Folder of the last attempt at the stage before; null for none.</param>
internal sealed class StageAttempts(CalculationBench bench, IStepContext context, DispatchId dispatch, string folder, string? stageBefore)
{
    private readonly List<CalculationEnding> _endings = [];
    private int _continuations;
    private bool _beganAnew;

    /// <summary>What was tried, for the record.</summary>
    public List<Provenance.Attempt> Made { get; } = [];

    /// <summary>Processor time of all attempts, in seconds; where only the duration is known, that times the cores.</summary>
    public double CpuSeconds { get; private set; }

    /// <summary>Whether <see cref="CpuSeconds"/> is all of it: of what was lost nobody knows.</summary>
    public bool KnowsSpent { get; private set; } = true;

    /// <summary>Whether the last attempt was stopped because it wrote nothing any more.</summary>
    public bool WasFrozen { get; private set; }

    /// <summary>Whether it was stopped because somebody cancelled it, in this life or an earlier one.</summary>
    public bool WasCancelled { get; private set; }

    /// <summary>The stage as it was tried last.</summary>
    public CalculationStage Last { get; private set; } = null!;

    /// <summary>Folder of the last attempt.</summary>
    public string LastFolder { get; private set; } = "";

    /// <summary>How the stage ended at last.</summary>
    public async Task<CalculationEnding> RunAsync(CalculationStage planned, Func<double, ValueTask> progress, CancellationToken cancelled)
    {
        var stage = planned;
        var before = stageBefore;
        for (var attempt = 1; ; attempt++)
        {
            var run = RunOf(stage, attempt);
            (Last, LastFolder) = (stage, run.Folder);
            var (ending, process) = await AttemptAsync(run, before, progress, cancelled);
            Note(run, process, ending);
            if (ending is CalculationEnding.Finished || WasCancelled)
            {
                return ending;
            }

            if (Next(stage, ending, process) is not { } next)
            {
                return ending;
            }

            // What begins anew continues from where the lost one would have.
            before = _beganAnew && ReferenceEquals(next, stage) ? before : run.Folder;
            stage = next;
            _endings.Add(ending);
        }
    }

    private async Task<(CalculationEnding Ending, ProcessEnding? Process)> AttemptAsync(CalculationRun run, string? before, Func<double, ValueTask> progress, CancellationToken cancelled)
    {
        if (RunFolder.Prepare(run, before) is { } problem)
        {
            return (new CalculationEnding.Infrastructure(problem), null);
        }

        var process = await new RunWatch(bench, context, run).FollowAsync(progress, cancelled);
        var spent = process.CpuSeconds ?? (process.WallSeconds * run.Resources.Cores);
        CpuSeconds += spent ?? 0;
        KnowsSpent &= spent is not null;
        WasFrozen = process.IsFrozen;
        WasCancelled = process is { StopRequested: true, TimedOut: false, OverMemory: null };
        CalculationEnding ending = process.OverMemory is { } taken ? new CalculationEnding.Failed("memory", $"it was ended because it had taken {taken} MB, and memoryMB allows {run.Resources.MemoryMegabytes}")
            : WasCancelled ? new CalculationEnding.Stopped("cancelled", false)
            : bench.Code.Read(new CalculationFolder(run.Folder), run.Stage, process);
        return (ending, process);
    }

    private CalculationRun RunOf(CalculationStage stage, int attempt) => new()
    {
        DispatchId = dispatch,
        Stage = stage,
        Attempt = attempt,
        Folder = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stage.Name}.{attempt}")),
        Resources = new RunResources(bench.Settings.Cores, stage.TimeLimit is { } own && own < bench.Settings.TimeLimit ? own : bench.Settings.TimeLimit)
        {
            MemoryMegabytes = bench.Settings.MemoryMegabytes,
            Grace = bench.Settings.Grace,
        },
    };

    /// <summary>What is tried next, within the caps; null for nothing.</summary>
    private CalculationStage? Next(CalculationStage stage, CalculationEnding ending, ProcessEnding? process)
    {
        if (bench.Code.Again(stage, ending, _endings) is { } next)
        {
            var added = next.Corrections.Skip(stage.Corrections.Count).ToList();
            var twice = next.Corrections.GroupBy(correction => correction.Class).FirstOrDefault(group => group.Count() > 1)?.Key;
            if (twice is null && next.Corrections.Count <= bench.Settings.Corrections && (added.Count > 0 || _continuations < bench.Settings.Continuations))
            {
                _continuations += added.Count > 0 ? 0 : 1;
                context.Note(added.Count > 0
                    ? $"{stage.Name}: {Words(ending)}; corrected: {string.Join(", ", added.Select(correction => $"{correction.Class}: {correction.Change}"))}"
                    : $"{stage.Name}: {Words(ending)}; continued");
                return next;
            }

            context.Note($"{stage.Name}: {Words(ending)}; {(twice is null ? "no attempts are left" : $"'{twice}' was corrected before")}");
            return null;
        }

        if (process is { IsLost: true, StopRequested: false } && !_beganAnew)
        {
            _beganAnew = true;
            context.Note($"{stage.Name}: {process.Note ?? "it is lost"}; begun anew");
            return stage;
        }

        return null;
    }

    private void Note(CalculationRun run, ProcessEnding? process, CalculationEnding ending) => Made.Add(new Provenance.Attempt(
        run.Stage.Name, run.Attempt, run.Stage.Command, run.Stage.Sources, run.Stage.Corrections, run.Stage.Carries, process?.ExitCode, process?.CpuSeconds, Words(ending)));

    private static string Words(CalculationEnding ending) => ending switch
    {
        CalculationEnding.Finished => "finished",
        CalculationEnding.Unconverged unconverged => $"unconverged: {unconverged.Message}",
        CalculationEnding.Stopped stopped => $"stopped: {stopped.Message}",
        CalculationEnding.Failed failed => $"failed ({failed.Class}): {failed.Message}",
        CalculationEnding.Infrastructure broken => $"infrastructure: {broken.Message}",
        CalculationEnding.Implausible implausible => $"implausible: {implausible.Message}",
        _ => ending.ToString(),
    };
}
