using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

/// <summary>What holds in every history. A failure names its seed.</summary>
public class RandomHistoryTests
{
    private const int Seeds = 100;
    private const int Length = 200;

    [Fact]
    public void EveryHistory_KeepsTheInvariants() => ForEachSeed((seed, history) =>
    {
        var ids = new HashSet<DispatchId>();
        var told = new HashSet<int>();
        history.Decided += (before, command, events) =>
        {
            foreach (var dispatched in events.OfType<StepDispatched>())
            {
                ids.Add(dispatched.Id).ShouldBeTrue($"seed {seed}: {dispatched.Id} was dispatched twice");
                CheckMayDispatch(seed, before, dispatched.Id);
            }

            foreach (var trial in events.OfType<ObservationRecorded>().Select(e => e.Trial).Concat(events.OfType<TrialFailed>().Select(e => e.Trial)))
            {
                told.Add(trial).ShouldBeTrue($"seed {seed}: the optimizer is told of trial {trial} twice");
            }
            // Late answers still count after the end; nothing new begins.
            if (before.IsOver)
            {
                events.Any(e => e is StepDispatched or BatchProposed or CampaignStopping or CampaignCompleted).ShouldBeFalse($"seed {seed}: {command} goes on after the end");
            }

            CheckState(seed, history);
            var (from, to) = (PhaseTable.Of(before), PhaseTable.Of(history.State));
            PhaseTable.Allows(from, to).ShouldBeTrue($"seed {seed}: {from} → {to} by {command}");
        };
        Live(history);
    });

    /// <summary>
    /// After a command only the trials that it changed are looked at, at a tick of a campaign with time limits all of them: nothing may be left for that, but what time decides.
    /// </summary>
    [Fact]
    public void EveryCommand_LeavesNothingToConclude() => ForEachSeed((seed, history) =>
    {
        history.Decided += (_, command, _) =>
        {
            var more = CampaignLoop.Decide(history.State, new Tick(command.At));
            var byTime = more.Any(e => e is WindowMissed or PersonAnswered || (e is StepIndeterminate silent && silent.Reason.Contains("told nothing certain", StringComparison.Ordinal)));
            (byTime ? [] : more).ShouldBeEmpty($"seed {seed}: after {command}");
        };
        Live(history);
    });

    [Fact]
    public void EveryHistory_FoldsToItsState() => ForEachSeed((seed, history) =>
    {
        Live(history);
        Told.Of(CampaignLoop.Fold(history.Events)).ShouldBe(Told.Of(history.State), $"seed {seed}");
    });

    [Fact]
    public void EveryHistory_IsDecidedAgainTheSame() => ForEachSeed((seed, history) =>
    {
        Live(history);
        var state = CampaignState.Empty;
        var again = new List<CampaignEvent>();
        foreach (var command in history.Commands)
        {
            foreach (var happened in CampaignLoop.Decide(state, command))
            {
                state = CampaignLoop.Evolve(state, happened);
                again.Add(happened);
            }
        }

        again.Select(Told.Of).ShouldBe(history.Events.Select(Told.Of), $"seed {seed}");
    });

    [Fact]
    public void EveryHistory_EndsOnceFaultsStop() => ForEachSeed((seed, history) =>
    {
        Live(history);
        history.Settle(2000).ShouldBeTrue($"seed {seed} hangs in {PhaseTable.Of(history.State)} with {string.Join("; ", history.Work)}");
        CheckState(seed, history);
    });

    /// <summary>The histories must meet what they are to test.</summary>
    [Fact]
    public void Histories_MeetEveryKindOfEvent()
    {
        var met = new HashSet<Type>();
        ForEachSeed((_, history) =>
        {
            Live(history);
            met.UnionWith(history.Events.Select(happened => happened.GetType()));
        });
        typeof(CampaignEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CampaignEvent))).Except(met).ShouldBeEmpty();
    }

    private static void ForEachSeed(Action<int, RandomHistory> check)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            check(seed, new RandomHistory(seed, Spec(seed)));
        }
    }

    private static void Live(RandomHistory history)
    {
        for (var i = 0; i < Length; i++)
        {
            history.Step();
        }
    }

    private static CampaignSpec Spec(int seed)
    {
        var spec = seed % 3 == 0 ? Specs.One.WithStep(step => step with { Cost = 1.5 }) : Specs.Three;
        var within = new Window(TimeSpan.FromMinutes(15), seed % 4 == 3 ? MissedWindow.Proceed : MissedWindow.Fail);
        return spec.WithStep(step => step with { Repeatable = seed % 5 == 0, Within = seed % 3 == 1 && step.Name == "measure" ? within : null })
            .WithStep(step => step with { Approve = seed % 8 == 2 ? new Approval(TimeSpan.FromMinutes(20), seed % 16 == 2) : null })
            .WithBatch(seed % 2 == 0 ? BatchMode.Asynchronous : BatchMode.Synchronous, 1 + (seed % 4))
            .WithBudget(5 + (seed % 20), seed % 7 == 0 ? TimeSpan.FromHours(5) : null, seed % 4 == 1 ? 40.5 : null)
            with
        { StopRules = seed % 6 == 0 ? [new TargetReached("y", 0.01), new NoProgress(6, 0)] : [] };
    }

    private static void CheckMayDispatch(int seed, CampaignState before, DispatchId id)
    {
        before.Trials[id.Trial].Status.ShouldBe(TrialStatus.InFlight, $"seed {seed}: {id}");
        var earlier = before.Trials[id.Trial].Dispatches;
        earlier.Any(dispatch => dispatch.IsOpen).ShouldBeFalse($"seed {seed}: {id} besides a running step");
        if (earlier.LastOrDefault(dispatch => dispatch.Id.Step == id.Step) is not { } last)
        {
            id.Attempt.ShouldBe(1);
            return;
        }

        id.Attempt.ShouldBe(last.Id.Attempt + 1, $"seed {seed}: {id}");
        var safe = last.Phase == DispatchPhase.Failed && last.Failure!.Sample == SampleFate.Untouched;
        (safe || before.Step(id.Step).Repeatable).ShouldBeTrue($"seed {seed}: {id} repeats a step that may have happened");
    }

    private static void CheckState(int seed, RandomHistory history)
    {
        var state = history.State;
        state.Spent.ShouldBeLessThanOrEqualTo(state.Spec!.Budget.Cost ?? double.MaxValue, $"seed {seed}");
        state.Trials.Keys.ShouldBe(Enumerable.Range(1, state.Trials.Count), $"seed {seed}");
        state.Trials.Count.ShouldBeLessThanOrEqualTo(state.Spec.Budget.Trials, $"seed {seed}");
        state.Observed.Select(observed => observed.Trial).ShouldBe(
            state.Trials.Values.Where(trial => trial.Status is TrialStatus.Observed or TrialStatus.Failed).Select(trial => trial.Number), ignoreOrder: true, $"seed {seed}");
        var work = history.Work;
        foreach (var place in work.OfType<CampaignWork.Place>())
        {
            state.Trials[place.Id.Trial].Status.ShouldBe(TrialStatus.InFlight, $"seed {seed}: a place is owed for an ended trial");
        }

        work.OfType<CampaignWork.Send>().All(send => state.Find(send.Id)!.Phase == DispatchPhase.Dispatched).ShouldBeTrue($"seed {seed}: a confirmed command is sent again");
        work.Distinct().Count().ShouldBe(work.Count, $"seed {seed}: something is owed twice");
        (work.OfType<CampaignWork.Await>().Count() + work.OfType<CampaignWork.Finish>().Count()).ShouldBe(1, $"seed {seed}");
        _ = PhaseTable.Of(state);
    }
}
