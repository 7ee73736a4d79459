using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedLoop.Domain;
using ClosedLoop.Instruments;
using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>One dispatch of a calculation, from its values to its outcome. Everything that it decides follows from files, so a second life decides the same.</summary>
internal sealed class Calculation(CalculationBench bench, CommandMessage command, IStepContext context)
{
    private readonly string _folder = Path.Combine(bench.Folder, command.DispatchId.ToString());
    private readonly List<Provenance.Attempt> _attempts = [];
    private readonly List<ResultFile> _files = [];
    private double _cpuSeconds;
    private bool _knowsSpent = true;

    /// <summary>The hash over everything that decides the result, written before anything else.</summary>
    private string KeyNote => Path.Combine(_folder, "key");

    /// <summary>What a dispatch without a result has cost all the same; nothing is told where nobody knows.</summary>
    private Dictionary<string, ParameterValue>? Spent => _knowsSpent ? new(StringComparer.Ordinal) { [CalculationOutputs.CpuSeconds] = _cpuSeconds } : null;

    public async Task<StepOutcome> PerformAsync(CancellationToken cancelled)
    {
        CalculationPlan plan;
        try
        {
            plan = bench.Code.Plan(command.Parameters);
        }
        catch (CalculationRefusedException refused)
        {
            // Another attempt would be refused for the same reason.
            return Fail(FailureKind.Failed, refused.Message);
        }

        var key = CacheKey.Of(bench.Code, bench.Installed, plan, bench.Settings.Cores);
        if (ReadKey() is { Length: > 0 } begun)
        {
            // What was begun by an earlier life is its own result, not a repetition of one, and waits for nobody.
            using var own = bench.Cache?.InFlight.TryBegin(key, command.DispatchId.ToString(), out var flight) is true ? flight : null;
            return begun == key ? await CalculateAsync(plan, key, cancelled) : await DropAsync(plan.Stages[0]);
        }

        IDisposable? turn;
        try
        {
            turn = await TurnAsync(key, cancelled);
        }
        catch (OperationCanceledException) when (!context.IsHostStopping)
        {
            return new StepOutcome.Cancelled(SampleFate.Untouched) { Outputs = Spent };
        }

        using (turn)
        {
            if (bench.Cache?.Find(key) is { } known)
            {
                return Repeat(known);
            }

            Directory.CreateDirectory(_folder);
            await File.WriteAllTextAsync(KeyNote, key, CancellationToken.None);
            return await CalculateAsync(plan, key, cancelled);
        }
    }

    /// <summary>Waits until the same is not being calculated for another dispatch: its result is this one's too, and only if it has none does this one begin.</summary>
    private async Task<IDisposable?> TurnAsync(string key, CancellationToken cancelled)
    {
        while (bench.Cache is { } cache)
        {
            if (cache.InFlight.TryBegin(key, command.DispatchId.ToString(), out var flight))
            {
                return flight;
            }

            context.Note($"waits for {flight.Dispatch}, which calculates the same");
            await flight.Over.WaitAsync(cancelled);
        }

        return null;
    }

    private async Task<StepOutcome> CalculateAsync(CalculationPlan plan, string key, CancellationToken cancelled)
    {
        var finished = new List<CalculationEnding.Finished>();
        string? before = null;
        foreach (var stage in plan.Stages)
        {
            var attempts = new StageAttempts(bench, context, command.DispatchId, _folder, before);
            var ending = await attempts.RunAsync(stage, share => context.ReportProgressAsync((finished.Count + share) / plan.Stages.Count), cancelled);
            _attempts.AddRange(attempts.Made);
            _cpuSeconds += attempts.CpuSeconds;
            _knowsSpent &= attempts.KnowsSpent;
            if (ending is not CalculationEnding.Finished done)
            {
                return attempts.WasCancelled ? new StepOutcome.Cancelled(SampleFate.Untouched) { Outputs = Spent } : Fail(ending, stage, attempts.WasFrozen);
            }

            finished.Add(done);
            before = attempts.LastFolder;
            Keep(attempts, plan.Stages.Count > 1);
        }

        return bench.Code.Conclude(finished) switch
        {
            CalculationEnding.Finished done when WhyImplausible(done.Values) is { } why => Fail(new CalculationEnding.Implausible(why), plan.Stages[^1], false),
            CalculationEnding.Finished done => Succeed(key, done.Values),
            var ending => Fail(ending, plan.Stages[^1], false),
        };
    }

    /// <summary>
    /// Something that decides the result was changed since an earlier life began it, such as a template: what runs is another calculation than the one that is asked for.
    /// It is stopped, and the next attempt begins with what holds now.
    /// </summary>
    private async Task<StepOutcome> DropAsync(CalculationStage stage)
    {
        await new StageAttempts(bench, context, command.DispatchId, _folder, null).RunAsync(stage, _ => ValueTask.CompletedTask, new CancellationToken(canceled: true));
        return new StepOutcome.Failed(FailureKind.Infrastructure, SampleFate.Untouched, "its inputs, its program or how it is read were changed while it was being calculated");
    }

    private string? ReadKey() => File.Exists(KeyNote) ? File.ReadAllText(KeyNote) : null;

    private StepOutcome Succeed(string key, IReadOnlyDictionary<string, double> values)
    {
        var provenance = new Provenance(
            command.DispatchId.ToString(), bench.Code.Name, bench.Installed.Version, bench.Installed.Programs, bench.Execution.Name, key, _attempts, values);
        _files.Add(context.Keep("calculation.json", JsonSerializer.SerializeToUtf8Bytes(provenance, CalculationJson.Default.Provenance)));
        bench.Cache?.Put(new CachedCalculation(key, bench.Code.Name, command.DispatchId.ToString(), _cpuSeconds, values, _files));
        return new StepOutcome.Succeeded(Outputs(values, _cpuSeconds, cached: false), _files);
    }

    private StepOutcome Repeat(CachedCalculation known)
    {
        if (WhyImplausible(known.Values) is { } why)
        {
            return new StepOutcome.Failed(FailureKind.Implausible, SampleFate.Untouched, $"{why} (calculated by {known.Dispatch})");
        }

        var note = string.Create(CultureInfo.InvariantCulture, $"known already: {known.Dispatch} calculated it in {known.CpuSeconds:0.##} CPU seconds");
        context.Note(note);
        return new StepOutcome.Succeeded(Outputs(known.Values, 0, cached: true), known.Files) { Note = note };
    }

    private static Dictionary<string, ParameterValue> Outputs(IReadOnlyDictionary<string, double> values, double cpuSeconds, bool cached)
    {
        var outputs = values.ToDictionary(value => value.Key, value => new ParameterValue(value.Value), StringComparer.Ordinal);
        outputs[CalculationOutputs.CpuSeconds] = cpuSeconds;
        outputs[CalculationOutputs.Cached] = cached ? 1 : 0;
        return outputs;
    }

    private string? WhyImplausible(IReadOnlyDictionary<string, double> values)
    {
        foreach (var name in bench.Code.Outputs)
        {
            if (!values.TryGetValue(name, out var value) || !double.IsFinite(value))
            {
                return $"it gave no number for '{name}'";
            }

            if (bench.Settings.Plausible.TryGetValue(name, out var range) && (value < range.Lower || value > range.Upper))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name} = {value} is outside its plausible range, {range.Lower} to {range.Upper}");
            }
        }

        return null;
    }

    private void Keep(StageAttempts attempts, bool several)
    {
        var stage = attempts.Last;
        var folder = new CalculationFolder(attempts.LastFolder);
        foreach (var name in stage.Files.Keys.Order(StringComparer.Ordinal).Append(stage.StandardOutput).Append(stage.StandardError).Concat(stage.Keeps).Distinct())
        {
            if (folder.Bytes(name) is { Length: > 0 } content)
            {
                _files.Add(context.Keep(several ? $"{stage.Name}/{name}" : name, content));
            }
        }
    }

    private StepOutcome.Failed Fail(CalculationEnding ending, CalculationStage stage, bool frozen)
    {
        var (kind, message) = ending switch
        {
            CalculationEnding.Unconverged unconverged => (FailureKind.Unconverged, unconverged.Message),
            CalculationEnding.Infrastructure broken => (FailureKind.Infrastructure, broken.Message),
            CalculationEnding.Implausible implausible => (FailureKind.Implausible, implausible.Message),
            CalculationEnding.Failed failed => (FailureKind.Failed, $"{failed.Class}: {failed.Message}"),

            // Whatever could be continued was, as often as is allowed: another attempt would begin from nothing, and end at the same limit. What hangs may not hang again.
            CalculationEnding.Stopped stopped when frozen => (FailureKind.Timeout, stopped.Message),
            CalculationEnding.Stopped stopped => (FailureKind.Failed, $"time-limit: {stopped.Message}"),
            _ => throw new InvalidOperationException($"{ending.GetType().Name} is not an ending of a whole calculation"),
        };
        return Fail(kind, $"{stage.Name}: {message}{(bench.Settings.Keep.Failed ? $" (its files: {_folder})" : "")}");
    }

    private StepOutcome.Failed Fail(FailureKind kind, string message) => new(kind, SampleFate.Untouched, message) { Outputs = Spent };
}
