using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;
using ClosedLoop.Orchestrator;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.Simulation.Tests;

/// <summary>What simulations of the whole loop found on the orchestrator's side, each by itself.</summary>
public sealed class LoopFindingsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NextWork_WithAQueryOverdue_WaitsForATimeToCome()
    {
        var state = Answered(Dispatched(1, out var id), id, new DispatchAnswer.Accepted());
        var late = Start.AddMinutes(4);

        var work = CampaignLoop.NextWork(state, late);

        work.OfType<CampaignWork.Query>().ShouldHaveSingleItem().Id.ShouldBe(id);
        work.OfType<CampaignWork.Await>().ShouldHaveSingleItem().Deadline.ShouldBeGreaterThan(late);
    }

    [Fact]
    public void CommandsThatCameTooLate_CountNeitherAsAttemptsNorAsCost()
    {
        var state = Dispatched(1, out var id);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            state = Answered(state, id, TooLate);
            state.Spent.ShouldBe(0);
            state.Trials[1].Status.ShouldBe(TrialStatus.InFlight);
            id = id with { Attempt = attempt + 1 };
            CampaignLoop.Owes(state, id).ShouldBeTrue();
            state = Placed(state, id);
        }
    }

    [Fact]
    public void CommandsThatAlwaysComeTooLate_FailTheTrialInTheEnd()
    {
        var state = Dispatched(1, out var id);
        var attempts = 1;
        for (; state.Trials[1].Status == TrialStatus.InFlight && attempts < 100; attempts++)
        {
            state = Answered(state, id, TooLate);
            id = id with { Attempt = attempts + 1 };
            state = Placed(state, id);
        }

        attempts.ShouldBe(21);
        state.Trials[1].Reason!.ShouldContain("do the clocks agree?");
    }

    [Fact]
    public void ResultOfARepeatableStep_AfterLongSilenceAtItsLastAttempt_IsAnObservation()
    {
        var spec = Specs.Asynchronous(1) with
        {
            Workflow = [Specs.Asynchronous().Workflow[0] with { Outputs = ["yield"], Repeatable = true, Retry = new RetryPolicy(1) }],
        };
        var state = Answered(Dispatched(spec, out var id), id, new DispatchAnswer.Accepted());
        state = Do(state, new Tick(Start.AddHours(1)));
        state.Find(id)!.Unanswered.ShouldBeTrue();
        state.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);

        state = Answered(state, id, new DispatchAnswer.Result(new Dictionary<string, ParameterValue> { ["yield"] = 3 }, Start, Start, []));

        state.Trials[1].Status.ShouldBe(TrialStatus.Observed);
        state.Trials[1].Values!["yield"].ShouldBe(3);
    }

    [Fact]
    public void ResultOfARepeatableStep_AfterSilenceAndWithoutTheMeansForAnotherAttempt_IsAnObservation()
    {
        var spec = Specs.Asynchronous(1) with
        {
            Workflow = [Specs.Asynchronous().Workflow[0] with { Outputs = ["yield"], Repeatable = true, Retry = new RetryPolicy(3), Cost = 2 }],
            Budget = new Budget(1, null, 3),
        };
        var state = Answered(Dispatched(spec, out var id), id, new DispatchAnswer.Accepted());
        state = Do(state, new Tick(Start.AddHours(1)));
        state.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);

        state = Answered(state, id, Measured("yield", 3));

        state.Trials[1].Values!["yield"].ShouldBe(3);
        state.Spent.ShouldBe(2);
    }

    [Fact]
    public void AttemptThatIsNotNeededAnyMore_IsCancelledAndBroughtToItsEndBeforeTheCampaignEnds()
    {
        var spec = Specs.Asynchronous(1) with { Workflow = [Specs.Asynchronous().Workflow[0] with { Outputs = ["yield"], Repeatable = true, Retry = new RetryPolicy(3) }] };
        var state = Answered(Dispatched(spec, out var first), first, new DispatchAnswer.Accepted());
        state = Do(state, new Tick(Start.AddHours(1)));
        var second = first with { Attempt = 2 };
        state = Answered(Placed(state, second), second, new DispatchAnswer.Accepted());

        state = Answered(state, first, Measured("yield", 3));
        state = Do(state, new TakeModel(Start, state.DataHash, null));
        state.Trials[1].Values!["yield"].ShouldBe(3);
        state.IsOver.ShouldBeFalse();
        CampaignLoop.NextWork(state, Start).ShouldContain(new CampaignWork.Cancel(second));

        state = Answered(state, second, Measured("yield", 4));
        state.Stage.ShouldBe(RunStage.Completed);
        state.Trials[1].Values!["yield"].ShouldBe(3);
    }

    [Fact]
    public void TrialOfWhichNothingIsKnown_KeepsTheMeansToGoOn()
    {
        var spec = Specs.Asynchronous(3) with { Workflow = [.. Specs.Asynchronous().Workflow.Select(step => step with { Cost = 1 })], Budget = new Budget(3, null, 3) };
        var state = Answered(Dispatched(spec, out var id), id, new DispatchAnswer.Accepted());
        state = Do(state, new Tick(Start.AddHours(1)));

        state.Trials[1].Status.ShouldBe(TrialStatus.Quarantined);
        CampaignLoop.NextWork(state, Start.AddHours(1)).ShouldNotContain(work => work is CampaignWork.Propose);
    }

    [Fact]
    public void AnotherLedger_LeavesTheDispatchToBeClosed()
    {
        var state = Do(Dispatched(1, out var id), new LedgerSeen(Start, "mix-1", "new"));
        state.Find(id)!.Phase.ShouldBe(DispatchPhase.Indeterminate);
        CampaignLoop.NextWork(state, Start).ShouldContain(new CampaignWork.Close(id));

        state = Do(state, new TakeAnswer(Start, id, "mix-1", "new", new DispatchAnswer.Unknown()));
        state.Find(id)!.Closed.ShouldBeTrue();
    }

    [Fact]
    public void LabView_InstrumentWithANewLedgerAndSmallerEpochs_IsSeen()
    {
        var view = new LabView(new SimulatedScheduler(Start).Time);
        view.Take(Presence(true, 3_000_000, "old", 0)).ShouldBeTrue();

        view.Take(Presence(true, 1_000_000, "new", 10)).ShouldBeTrue();
        view.Take(Presence(false, 3_000_000, "old", 20)).ShouldBeFalse();
        view.Take(Presence(true, 3_000_000, "old", 0)).ShouldBeFalse();

        view.Instruments.ShouldHaveSingleItem().Presence!.ShouldSatisfyAllConditions(p => p.Online.ShouldBeTrue(), p => p.LedgerId.ShouldBe("new"));
    }

    [Fact]
    public void Host_RestartedAfterACampaignEnded_GivesItsPlacesToOthers()
    {
        // The last step's place is taken when the process dies right after it wrote that the campaign is complete.
        var world = new LabWorld(1, new WorldSettings { Campaigns = [Specs.Asynchronous(1), Specs.Synchronous(4)] });
        world.Start();
        world.Scheduler.Run(() => world.Events("film").Any(happened => happened is CampaignCompleted), Start.AddHours(1)).ShouldBeTrue();
        world.Orchestrator.Kill();

        world.RunUntilOver(TimeSpan.FromHours(2)).ShouldBeTrue();

        world.Ended["batches"].Observed.Count.ShouldBe(4);
    }

    /// <summary>The soak's worlds 27518 and 37576: the host loses power around the order to resume. What it has confirmed is in its journal; what it has not, the operator orders again.</summary>
    [Fact]
    public void OrderThatTheHostHasConfirmed_OutlivesAPowerCut()
    {
        var before = Resume(long.MaxValue, CrashMoment.Before).Operations;
        var (confirmed, lost) = (0, 0);
        foreach (var moment in Enum.GetValues<CrashMoment>())
        {
            for (var operation = before + 1; operation <= before + 8; operation++)
            {
                var (_, told, resumed) = Resume(operation, moment);
                (resumed || !told).ShouldBeTrue($"{moment} operation {operation}: confirmed and lost");
                confirmed += told ? 1 : 0;
                lost += resumed ? 0 : 1;
            }
        }

        confirmed.ShouldBeGreaterThan(0);
        lost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void OperatorWhoseOrderIsLost_OrdersAgain()
    {
        var before = Resume(long.MaxValue, CrashMoment.Before).Operations;
        for (var operation = before + 1; operation <= before + 8; operation++)
        {
            var (world, _) = Paused(operation, CrashMoment.Before);
            world.Insist(SteeringOrder.Resume);
            world.RunUntilOver(TimeSpan.FromHours(2)).ShouldBeTrue();
        }
    }

    /// <summary>An operator asks a paused campaign over the bus to resume: how many operations the host had done before, what it answered, and whether the campaign went on.</summary>
    private static (long Operations, bool Confirmed, bool Resumed) Resume(long crash, CrashMoment moment)
    {
        var (world, plan) = Paused(crash, moment);
        var operations = plan.Operations;
        var confirmed = false;
        var topics = new LabTopics(Specs.Asynchronous().Lab);
        var person = new Machine(world.Scheduler, "operator", 1, async process =>
        {
            var client = world.Bus.For(process).Open(new MqttConnectionOptions { ClientId = "operator" });
            await client.SubscribeAsync(topics.OperatorInbox("operator"), MqttQos.AtLeastOnce, Hear, CancellationToken.None);
            var order = new MqttMessage(topics.CampaignControl("film"), LabJson.Write(new CampaignControlMessage(CampaignVerb.Resume, null))) { ResponseTopic = topics.OperatorInbox("operator") };
            await client.PublishAsync(order, CancellationToken.None);
        });
        person.Start();
        world.Scheduler.RunFor(TimeSpan.FromMinutes(2));
        return (operations, confirmed, world.Events("film").Any(happened => happened is CampaignResumed));

        ValueTask Hear(MqttMessage message)
        {
            confirmed |= LabJson.TryRead<ReplyMessage>(message.Payload, out var reply, out _) && reply.Accepted;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A world with a campaign that has been paused for long.</summary>
    private static (LabWorld World, CrashPlan Plan) Paused(long crash, CrashMoment moment)
    {
        var world = new LabWorld(1, new WorldSettings { Campaigns = [Specs.Asynchronous(1)] });
        var plan = new CrashPlan(crash, moment) { Consequence = world.Orchestrator.Disk.PowerCut };
        world.Orchestrator.Plan = life => life == 1 ? plan : null;
        world.Start();
        world.Scheduler.RunFor(TimeSpan.FromSeconds(10));
        world.Steer(SteeringOrder.Pause);
        world.Scheduler.RunFor(TimeSpan.FromMinutes(5));
        world.IsOver.ShouldBeFalse();
        return (world, plan);
    }

    private static DispatchAnswer.Result Measured(string output, double value) => new(new Dictionary<string, ParameterValue> { [output] = value }, Start, Start, []);

    private static DispatchAnswer TooLate => new DispatchAnswer.Failed(FailureKind.TooLate, SampleFate.Untouched, "too late");

    private static LabMessage.PresenceChanged Presence(bool online, long epoch, string ledger, int seconds) =>
        new("mix-1", new PresenceMessage(online, epoch, ledger, Start.AddSeconds(seconds)));

    private static CampaignState Dispatched(int trials, out DispatchId id) => Dispatched(Specs.Asynchronous(trials), out id);

    private static CampaignState Dispatched(CampaignSpec spec, out DispatchId id)
    {
        var state = Do(CampaignState.Empty, new StartCampaign(Start, "film-1", spec, "hash"));
        state = Do(state, new OpenCampaign(Start, "host", "runtime", 256));
        var candidate = new ProposedCandidate(new Candidate([KeyValuePair.Create<string, ParameterValue>("x", 1), KeyValuePair.Create<string, ParameterValue>("y", 2)]), [], null, "draw");
        state = Do(state, new TakeProposal(Start, 1, state.DataHash, [], [candidate], null));
        id = new DispatchId("film-1", 1, "mix", 1);
        return Placed(state, id);
    }

    private static CampaignState Placed(CampaignState state, DispatchId id) =>
        Do(state, new PlaceStep(Start, id, "mix-1", "ledger", true, "hash", new Dictionary<string, ParameterValue>()));

    private static CampaignState Answered(CampaignState state, DispatchId id, DispatchAnswer answer) => Do(state, new TakeAnswer(Start, id, "mix-1", "ledger", answer));

    private static CampaignState Do(CampaignState state, CampaignCommand command) => CampaignLoop.Decide(state, command).Aggregate(state, CampaignLoop.Evolve);
}
