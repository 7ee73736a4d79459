using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns.Tests;

public class PlacementTests
{
    [Fact]
    public void Plan_GrantsWhatHasRoom_AndNothingTwice()
    {
        var oven = Labs.Instrument("a", "heat", 60, capacity: 2);
        var demand = Labs.Demand("run-1", Waiting(1), Waiting(2), Waiting(3));

        var plan = Placement.Plan(Labs.Picture(LabState.Empty, [oven], demand));

        plan.Grants.Select(grant => grant.Id.Trial).ShouldBe([1, 2]);
        var wait = plan.Waits.ShouldHaveSingleItem();
        wait.Id.ShouldBe(Id(3));
        wait.Expected.ShouldBe(Labs.Now.AddSeconds(60));

        var again = Placement.Plan(Labs.Picture(plan.Grants.Aggregate(LabState.Empty, LabLoop.Evolve), [oven], demand));
        again.Grants.ShouldBeEmpty();
        again.Waits.ShouldHaveSingleItem().Reason.ShouldBe("a busy until ~12:01:00Z with trial 1");
    }

    [Fact]
    public void Plan_OfEqualInstruments_TakesTheLeastBusy_ThenTheFirstByName()
    {
        var ovens = new[] { Labs.Instrument("b", "heat", 60, 2), Labs.Instrument("a", "heat", 60, 2), Labs.Instrument("B", "heat", 60, 2) };

        var plan = Placement.Plan(Labs.Picture(LabState.Empty, ovens, Labs.Demand("run-1", [.. Enumerable.Range(1, 6).Select(Waiting)])));

        plan.Grants.OrderBy(grant => grant.Id.Trial).Select(grant => grant.Instrument).ShouldBe(["B", "a", "b", "B", "a", "b"]);
    }

    [Fact]
    public void Plan_TakesTheInstrumentThatIsDoneSooner_AndKeepsTheVersatileOneFree()
    {
        var robot = Labs.Instrument("a-robot", "heat", 60) with
        {
            Capabilities = new[] { "heat", "carry" }.ToDictionary(name => name, _ => (IReadOnlyDictionary<string, (double, double)>)new Dictionary<string, (double, double)>()),
        };
        One([robot, Labs.Instrument("oven", "heat", 60)], Waiting(1)).Instrument.ShouldBe("oven");
        One([robot, Labs.Instrument("oven", "heat", 61)], Waiting(1)).Instrument.ShouldBe("a-robot");
    }

    [Fact]
    public void Plan_TakesAnInstrumentWhoseLimitsAllowTheInputs() =>
        One([Labs.Instrument("a", "heat", 60, upper: 200), Labs.Instrument("b", "heat", 600, upper: 400)], Waiting(1)).Instrument.ShouldBe("b");

    /// <summary>The refusal then says in the journal which limit stood in the way; waiting would say nothing.</summary>
    [Fact]
    public void Plan_WhenNoLimitsAllowTheInputs_TakesAnyAllTheSame() => One([Labs.Instrument("a", "heat", 60, upper: 200)], Waiting(1)).Instrument.ShouldBe("a");

    [Fact]
    public void Plan_NeedsAnInstrumentThatIsReadyAndAble()
    {
        var asleep = Placement.Plan(Labs.Picture(LabState.Empty, [Labs.Instrument("a", "heat", 60) with { Ready = false }], Labs.Demand("run-1", Waiting(1))));
        asleep.Grants.ShouldBeEmpty();
        asleep.Waits.ShouldHaveSingleItem().Reason.ShouldBe("a is not ready");

        var unable = Placement.Plan(Labs.Picture(LabState.Empty, [Labs.Instrument("a", "mix", 60)], Labs.Demand("run-1", Waiting(1))));
        unable.Grants.ShouldBeEmpty();
        unable.Waits.ShouldHaveSingleItem().Reason.ShouldBe("no instrument offers heat");
    }

    [Fact]
    public void Plan_OfWhatIsGranted_SaysAllThatTheJournalNeeds()
    {
        var oven = Labs.Instrument("a", "heat", 60) with { KeepsSamples = true, Setup = new SetupChange("temperature", TimeSpan.FromSeconds(30)) };

        var grant = One([oven], Labs.Waiting(Id(1), 25, Labs.Step("heat")));

        grant.ShouldBe(new StepGranted(Id(1), "a", "ledger-a", false)
        {
            At = Labs.Now,
            ExpectedSeconds = 90,
            Priority = 1,
            Clock = 0,
            Since = Labs.Now.AddSeconds(-25),
            SetUpFor = "300",
            Keeps = true,
        });
    }

    [Fact]
    public void FirstStep_WhoseNextCouldNotBeginInTime_WaitsUntilItCould()
    {
        // The meter is busy for 1000 s more; a film that takes 100 s is started when it will meet a free meter, with half of its 60 s to spare.
        var instruments = new[] { Labs.Instrument("oven", "heat", 100), Labs.Instrument("meter", "measure", 1000) };
        var busy = LabLoop.Evolve(LabState.Empty, new StepGranted(Id(9) with { Run = "other" }, "meter", "l", false) { At = Labs.Now, ExpectedSeconds = 1000 });
        var film = Labs.Waiting(Id(1), 10, Labs.Step("heat"), Labs.Step("measure", within: 60));

        var plan = Placement.Plan(Labs.Picture(busy, instruments, Labs.Demand("run-1", film)));

        plan.Grants.ShouldBeEmpty();
        var wait = plan.Waits.ShouldHaveSingleItem();
        wait.Expected!.Value.ShouldBe(Labs.Now.AddSeconds(1000 - 100 - 30), TimeSpan.FromMilliseconds(10));
        plan.LookAgain!.Value.ShouldBe(wait.Expected.Value);
        wait.Reason.ShouldContain("so that measure can follow in time");

        var unhurried = Labs.Waiting(Id(1), 10, Labs.Step("heat"), Labs.Step("measure"));
        Placement.Plan(Labs.Picture(busy, instruments, Labs.Demand("run-1", unhurried))).Grants.ShouldHaveSingleItem();
    }

    [Fact]
    public void StepWithATimeLimitThatRuns_ComesBeforeAllOthers()
    {
        var meter = Labs.Instrument("meter", "measure", 100);
        var old = Labs.Waiting(Id(1), 5000, Labs.Step("measure"));
        var film = Labs.Waiting(Id(2), 1, Labs.Step("measure", within: 60)) with { Until = Labs.Now.AddSeconds(59) };

        One([meter], old, film).Id.ShouldBe(Id(2));
    }

    /// <summary>Beside a film whose measurement is planned, only what is done before that is begun on the meter.</summary>
    [Fact]
    public void Instrument_ReservedForATimeLimit_TakesOnlyWhatFitsBefore()
    {
        var instruments = new[] { Labs.Instrument("oven", "heat", 100), Labs.Instrument("meter", "measure", 80) };
        var film = new SampleRoute(1, [Labs.Step("measure", within: 10)]) { Running = Id(1) };
        var heating = LabLoop.Evolve(LabState.Empty, new StepGranted(Id(1), "oven", "l", false) { At = Labs.Now.AddSeconds(-50), ExpectedSeconds = 100 });
        var other = Labs.Waiting(Id(2), 500, Labs.Step("measure"));

        var plan = Placement.Plan(Labs.Picture(heating, instruments, Labs.Demand("run-1", film, other)));

        plan.Grants.ShouldBeEmpty();
        plan.Waits.ShouldHaveSingleItem().Reason.ShouldBe("meter reserved for trial 1");
        Placement.Plan(Labs.Picture(heating, [instruments[0], Labs.Instrument("meter", "measure", 50)], Labs.Demand("run-1", film, other))).Grants.ShouldHaveSingleItem();
    }

    /// <summary>Nobody knows when a paused campaign goes on: nothing is kept free for it, but the places that its samples lie in.</summary>
    [Fact]
    public void PausedCampaign_KeepsNothingButItsSamplesPlaces()
    {
        var parked = new SampleRoute(1, [Labs.Step("heat", within: 10), Labs.Step("measure")]) { Lies = Id(1) };
        var oven = Labs.Instrument("oven", "heat", 60);
        var other = Labs.Demand("run-2", Labs.Waiting(Id(1) with { Run = "run-2" }, 1, Labs.Step("heat")));
        Placement.Plan(Labs.Picture(LabState.Empty, [oven], Labs.Demand("run-1", parked), other)).Grants.ShouldHaveSingleItem();

        var lies = LabLoop.Evolve(LabState.Empty, new StepGranted(Id(1), "oven", "l", false) { At = Labs.Now.AddHours(-1), ExpectedSeconds = 60, Keeps = true });
        var plan = Placement.Plan(Labs.Picture(lies, [oven with { KeepsSamples = true }], Labs.Demand("run-1", parked), other));
        plan.Grants.ShouldBeEmpty();
        plan.Waits.ShouldHaveSingleItem().Reason.ShouldBe("oven keeps the sample of trial 1 of run-1");
    }

    [Fact]
    public void StepsOfTheSameSetUp_AreTakenTogether()
    {
        var oven = Labs.Instrument("oven", "heat", 60) with { Setup = new SetupChange("temperature", TimeSpan.FromMinutes(10)) };
        var state = LabLoop.Evolve(LabState.Empty, new StepGranted(Id(9), "oven", "l", false) { At = Labs.Now.AddSeconds(-100), SetUpFor = "500" });
        state = LabLoop.Evolve(state, new PlaceReleased(Id(9)));
        var samples = new[] { (1, 300.0), (2, 500.0), (3, 300.0), (4, 500.0) }
            .Select(sample => Labs.Waiting(Id(sample.Item1), 100 - sample.Item1, Labs.Step("heat", temperature: sample.Item2))).ToArray();

        var plan = Placement.Plan(Labs.Picture(state, [oven], Labs.Demand("run-1", samples)));

        plan.Grants.ShouldHaveSingleItem().Id.ShouldBe(Id(2));
        plan.Bookings.Select(booking => booking.Trial).ShouldBe([2, 4, 1, 3]);
    }

    /// <summary>2 × 100 s on two ovens beside 150 s: who puts the long one first is done after 200 s instead of 250 s.</summary>
    /// <summary>All would be done sooner if the twenty that have far to go began first; but one plan lets no more of them past than one after the other might have come.</summary>
    [Fact]
    public void Plan_LetsNoMorePastThanTheBoundSays_HoweverManyBeginTogether()
    {
        var instruments = new[] { Labs.Instrument("oven", "heat", 100, capacity: 20), Labs.Instrument("meter", "measure", 1000, capacity: 20) };
        var old = Labs.Waiting(Id(1), 100, Labs.Step("heat"));
        var demand = Labs.Demand("run-1", [old, .. Enumerable.Range(2, 20).Select(trial => Labs.Waiting(Id(trial), 10, Labs.Step("heat"), Labs.Step("measure")))]);

        var first = Placement.Plan(Labs.Picture(LabState.Empty, instruments, demand));
        first.Grants.Count.ShouldBe(Placement.MostOvertaken);
        first.Waits.Single(wait => wait.Id == old.Owed).Reason.ShouldBe("oven reserved for trial 2");

        var second = Placement.Plan(Labs.Picture(first.Grants.Aggregate(LabState.Empty, LabLoop.Evolve), instruments, demand));
        second.Grants.ShouldHaveSingleItem().Id.ShouldBe(old.Owed);

        var third = Placement.Plan(Labs.Picture(first.Grants.Concat(second.Grants).Aggregate(LabState.Empty, LabLoop.Evolve), instruments, demand));
        third.Grants.Count.ShouldBe(11);
    }

    [Fact]
    public void LookAhead_BeginsTheLongSampleFirst()
    {
        var instruments = new[] { Labs.Instrument("o1", "heat", 100), Labs.Instrument("press", "press", 150) };
        var shorts = Enumerable.Range(1, 2).Select(trial => Labs.Waiting(Id(trial), 100 - trial, Labs.Step("heat")));
        var tall = Labs.Waiting(Id(3), 1, Labs.Step("heat"), Labs.Step("press"));

        var plan = Placement.Plan(Labs.Picture(LabState.Empty, instruments, Labs.Demand("run-1", [.. shorts, tall])));

        plan.Grants.ShouldHaveSingleItem().Id.ShouldBe(Id(3));
        plan.Bookings.Max(booking => booking.End).ShouldBe(Labs.Now.AddSeconds(300));
    }

    [Fact]
    public void Duration_IsDeclared_ElseLearnedThere_ElseAnywhere_ElseHalfTheDeadline()
    {
        var step = Labs.Step("heat") with
        {
            Learned = new Dictionary<string, StepDuration> { ["a"] = new(1, TimeSpan.FromSeconds(20)), ["b"] = new(3, TimeSpan.FromSeconds(40)) },
        };
        step.ExpectedOn(Labs.Instrument("a", "heat", 60)).ShouldBe(TimeSpan.FromSeconds(60));
        var silent = Labs.Instrument("a", "heat", 60) with { Expected = new Dictionary<string, TimeSpan>() };
        step.ExpectedOn(silent).ShouldBe(TimeSpan.FromSeconds(20));
        step.ExpectedOn(silent with { Id = "c" }).ShouldBe(TimeSpan.FromSeconds(30));
        Labs.Step("heat").ExpectedOn(silent).ShouldBe(TimeSpan.FromMinutes(5));
    }

    private static StepGranted One(IReadOnlyList<InstrumentView> instruments, params SampleRoute[] samples) =>
        Placement.Plan(Labs.Picture(LabState.Empty, instruments, Labs.Demand("run-1", samples))).Grants.ShouldHaveSingleItem();

    private static SampleRoute Waiting(int trial) => Labs.Waiting(Id(trial), 100 - trial, Labs.Step("heat"));

    private static DispatchId Id(int trial) => new("run-1", trial, "heat", 1);
}
