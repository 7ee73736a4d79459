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

    /// <summary>The hash over everything that decides the result, written before anything else.</summary>
    private string KeyNote => Path.Combine(_folder, "key");

    public async Task<StepOutcome> PerformAsync(CancellationToken cancelled)
    {
        CalculationPlan plan;
        try
        {
            plan = bench.Code.Plan(command.Parameters);
        }
        catch (CalculationRefusedException refused)
        {
            return new StepOutcome.Failed(FailureKind.Rejected, SampleFate.Untouched, refused.Message);
        }

        var key = CacheKey.Of(bench.Code, bench.Installed, plan, bench.Settings.Cores);

        // What was begun by an earlier life is its own result, not a repetition of one.
        if (ReadKey() is not { Length: > 0 } begun)
        {
            if (bench.Cache?.Find(key) is { } known)
            {
                return Repeat(known);
            }

            Directory.CreateDirectory(_folder);
            await File.WriteAllTextAsync(KeyNote, key, CancellationToken.None);
        }
        else if (begun != key)
        {
            return await DropAsync(plan.Stages[0]);
        }

        var finished = new List<CalculationEnding.Finished>();
        string? before = null;
        foreach (var stage in plan.Stages)
        {
            var attempts = new StageAttempts(bench, context, command.DispatchId, _folder, before);
            var ending = await attempts.RunAsync(stage, share => context.ReportProgressAsync((finished.Count + share) / plan.Stages.Count), cancelled);
            _attempts.AddRange(attempts.Made);
            _cpuSeconds += attempts.CpuSeconds;
            if (ending is not CalculationEnding.Finished done)
            {
                return OutcomeOf(ending, attempts.WasCancelled, stage);
            }

            finished.Add(done);
            before = attempts.LastFolder;
            Keep(attempts, plan.Stages.Count > 1);
        }

        return bench.Code.Conclude(finished) switch
        {
            CalculationEnding.Finished done when WhyImplausible(done.Values) is { } why => OutcomeOf(new CalculationEnding.Implausible(why), false, plan.Stages[^1]),
            CalculationEnding.Finished done => Succeed(key, done.Values),
            var ending => OutcomeOf(ending, false, plan.Stages[^1]),
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

    private StepOutcome OutcomeOf(CalculationEnding ending, bool cancelled, CalculationStage stage)
    {
        if (cancelled)
        {
            return new StepOutcome.Cancelled(SampleFate.Untouched);
        }

        var (kind, message) = ending switch
        {
            CalculationEnding.Unconverged unconverged => (FailureKind.Unconverged, unconverged.Message),
            CalculationEnding.Infrastructure broken => (FailureKind.Infrastructure, broken.Message),
            CalculationEnding.Implausible implausible => (FailureKind.Implausible, implausible.Message),
            CalculationEnding.Stopped stopped => (FailureKind.Timeout, stopped.Message),
            CalculationEnding.Failed failed => (FailureKind.Failed, $"{failed.Class}: {failed.Message}"),
            _ => throw new InvalidOperationException($"{ending.GetType().Name} is not an ending of a whole calculation"),
        };
        return new StepOutcome.Failed(kind, SampleFate.Untouched, $"{stage.Name}: {message} (its files: {_folder})");
    }
}
