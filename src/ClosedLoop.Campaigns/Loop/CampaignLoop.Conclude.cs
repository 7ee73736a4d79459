using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

public static partial class CampaignLoop
{
    /// <summary>What follows from the facts by the campaign's own rules: observations, failed trials, stop rules, the end.</summary>
    /// <param name="facts">What happened.</param>
    /// <param name="timePassed">Whether that time has passed may be all that happened.</param>
    private static void Conclude(Facts facts, bool timePassed)
    {
        if ((facts.IsEmpty && !timePassed) || facts.State.Stage == RunStage.None || facts.State.Suspended || facts.State.Fault is not null)
        {
            return;
        }

        foreach (var number in timePassed && facts.State.HasWindows ? [.. facts.State.InFlight.Select(trial => trial.Number)] : facts.Changed)
        {
            MissWindow(facts, facts.State.Trials[number]);
            ConcludeTrial(facts, facts.State.Trials[number]);
            Ask(facts, facts.State.Trials[number]);
        }

        if (facts.State.IsOver)
        {
            return;
        }

        if (facts.State.Stage == RunStage.Running && WhyStop(facts.State, facts.At) is { } reason)
        {
            facts.Add(new CampaignStopping(reason));
        }

        ConcludeRun(facts);
    }

    private static void ConcludeTrial(Facts facts, TrialState trial)
    {
        var state = facts.State;
        var spec = state.Spec!;
        if (spec.WorkflowOf(trial.Proposed.Source).All(step => IsDone(trial, step)))
        {
            var outputs = Outputs(spec, trial);
            var values = spec.MeasuredOutputs.ToDictionary(name => name, name => outputs[name].Number);
            var context = spec.Space.Context.Where(each => outputs.ContainsKey(each.Name)).ToDictionary(each => each.Name, each => outputs[each.Name].Number);
            facts.Add(new ObservationRecorded(trial.Number, values, trial.Proposed.Source ?? "experiment", trial.Dispatches.Any(dispatch => dispatch.Result?.Late == true))
            {
                Context = context.Count == 0 ? null : context,
            });
        }
        else if (WhyFailed(state, trial) is { } reason)
        {
            facts.Add(Unanswered(state, trial) is { } silent
                ? new StepIndeterminate(silent.Id, reason, true)
                : new TrialFailed(trial.Number, reason, spec.PolicyOf(HowFailed(spec, trial))));
        }
    }

    /// <summary>How the last attempt at the step that ends the trial failed; null when it was never begun, or nobody knows what became of it.</summary>
    private static FailureKind? HowFailed(CampaignSpec spec, TrialState trial) =>
        spec.WorkflowOf(trial.Proposed.Source).FirstOrDefault(step => !IsDone(trial, step)) is { } step ? trial.Last(step.Name)?.Failure?.Kind : null;

    /// <summary>An attempt of which nobody knows how it ended, at a step that is not attempted again: it fails no trial, for an answer may still come, and counts then.</summary>
    private static DispatchState? Unanswered(CampaignState state, TrialState trial) =>
        state.Stage is RunStage.Running or RunStage.Stopping && state.Spec!.WorkflowOf(trial.Proposed.Source).First(step => !IsDone(trial, step)) is var step && HadAllAttempts(state, trial, step)
            ? trial.Dispatches.LastOrDefault(dispatch => dispatch.Unanswered && dispatch.Id.Step == step.Name)
            : null;

    /// <summary>A network that is slow for a while costs no trial; clocks that disagree do.</summary>
    private const int MostTooLate = 20;

    private static string? WhyFailed(CampaignState state, TrialState trial)
    {
        if (trial.Dispatches.Any(dispatch => dispatch.IsOpen))
        {
            return null;
        }

        if (state.Stage == RunStage.Aborting)
        {
            return "aborted";
        }

        if (state.IsOver)
        {
            return "the campaign has ended";
        }

        var step = state.Spec!.WorkflowOf(trial.Proposed.Source).First(step => !IsDone(trial, step));
        if (WhyTooLate(trial, step) is { } late)
        {
            return late;
        }

        if (trial.Last(step.Name) is not { } last)
        {
            return WhyRejected(state, trial, step);
        }

        var told = last.Failure?.Message ?? "indeterminate";
        var attempts = trial.Dispatches.Where(dispatch => dispatch.Id.Step == step.Name).ToList();
        var tooLate = attempts.Count(dispatch => dispatch.Failure?.Kind == FailureKind.TooLate);
        return !MayRepeat(step, last) ? $"{step.Name}: {told}"
            : attempts.Count - tooLate >= step.Retry.MaxAttempts ? $"{step.Name}: {told} (attempt {attempts.Count - tooLate} of {step.Retry.MaxAttempts})"
            : tooLate >= MostTooLate ? $"{step.Name}: the command came too late {tooLate} times; do the clocks agree? {told}"
            : !IsRefused(last) && !Affords(state, step.Cost) ? $"{step.Name}: {told}; the cost budget does not allow another attempt"
            : null;
    }

    private static void ConcludeRun(Facts facts)
    {
        var state = facts.State;
        if (state.Stage == RunStage.Stopping && state.TrainedOn == state.DataHash && IsIdle(state))
        {
            facts.Add(new CampaignCompleted(state.Reason!, Best(state)?.Number));
        }
        else if (state.Stage == RunStage.Aborting && IsIdle(state))
        {
            facts.Add(new CampaignAborted(state.Reason!));
        }
        else if (state.Draining && !state.InFlight.Any(trial => trial.Dispatches.Any(dispatch => dispatch.IsOpen)))
        {
            facts.Add(new CampaignSuspended());
        }
    }

    /// <summary>An attempt that is not needed any more is brought to its end too: whatever it says is written down.</summary>
    private static bool IsIdle(CampaignState state) => !state.Trials.Values.Any(trial => trial.Status == TrialStatus.InFlight || trial.Dispatches.Any(dispatch => dispatch.IsOpen));

    /// <summary>The observed trial with the least loss among those at the target that meet the limits; null with several objectives or without such a trial.</summary>
    public static TrialState? Best(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Spec is { Objectives: [var objective] }
            ? state.Trials.Values.Where(trial => trial.Values is { } values && state.Spec.Counts(trial.Proposed.Source, values)).MinBy(trial => objective.Loss(trial.Values![objective.Name]))
            : null;
    }

    private static string? WhyStop(CampaignState state, DateTimeOffset now)
    {
        var spec = state.Spec!;
        return spec.StopRules.Select(rule => WhyStop(state, rule)).FirstOrDefault(reason => reason is not null)
            ?? (state.Trials.Count >= spec.Budget.Trials ? $"all {spec.Budget.Trials} trials of the budget are proposed"
            : state.Exhausted ? "the search space is exhausted"
            : spec.Budget.Time is { } time && now >= state.StartedAt + time ? $"the time budget of {time} is spent"
            : !Affords(state, spec.CostOf(spec.Target)) ? $"the cost budget of {spec.Budget.Cost} does not allow another trial"
            : null);
    }

    private static string? WhyStop(CampaignState state, StopRule rule)
    {
        // What misses the limits, or was not measured at the target, reaches nothing and is no progress.
        var observed = state.Observed.Where(trial => trial.Values is not null && state.Spec!.Counts(trial.Source, state.Trials[trial.Trial].Values!)).ToList();
        if (rule is TargetReached target)
        {
            var index = state.Spec!.Objectives.ToList().FindIndex(objective => objective.Name == target.Objective);
            var objective = state.Spec.Objectives[index];
            var bound = objective.Goal == Goal.Target ? target.Value : objective.Loss(target.Value);
            return observed.Any(trial => objective.Loss(trial.Values![index]) <= bound) ? $"{target.Objective} reached {target.Value}" : null;
        }

        var (trials, improvement) = (NoProgress)rule;
        var told = state.Observed.Where(trial => trial.Values is not null).ToList();
        if (told.Count <= trials || told.Count < state.Spec!.InitialTrials + trials)
        {
            return null;
        }

        var recent = told.TakeLast(trials).Select(trial => trial.Trial).ToHashSet();
        var before = observed.Where(trial => !recent.Contains(trial.Trial)).ToList();
        if (before.Count == 0)
        {
            return null;
        }

        var stalled = state.Spec.Objectives.Select((objective, index) => (objective, index)).All(pair =>
            before.Min(trial => pair.objective.Loss(trial.Values![pair.index])) - observed.Min(trial => pair.objective.Loss(trial.Values![pair.index])) <= improvement);
        return stalled ? $"no progress over {trials} trials" : null;
    }

    /// <summary>The instrument did nothing at all: the attempt costs nothing.</summary>
    private static bool IsRefused(DispatchState dispatch) => dispatch.Failure is { Kind: FailureKind.Rejected or FailureKind.TooLate, Sample: SampleFate.Untouched };

    /// <summary>Whether the cost budget covers an amount besides what running trials still need for their first attempts.</summary>
    private static bool Affords(CampaignState state, double amount) => Available(state) is not { } available || amount <= available + (state.Spec!.Budget.Cost!.Value * 1e-12);

    /// <summary>What the planner of a campaign with several sources may still spend; null without a limit, and where it has no choice.</summary>
    public static double? Remaining(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Spec?.Sources is null ? null : Available(state);
    }

    /// <summary>A quarantined trial keeps what it still needs: a late answer lets it go on.</summary>
    private static double? Available(CampaignState state) => state.Spec!.Budget.Cost is not { } budget ? null : budget - state.Spent - state.Pending.Sum(trial =>
        state.Spec.WorkflowOf(trial.Proposed.Source).Where(step => trial.Last(step.Name) is not { } last || IsRefused(last)).Sum(step => step.Cost));
}
