using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators.Tests;

/// <summary>What faults make of messages and disks.</summary>
public sealed class FaultySurroundingsTests
{
    private static readonly FaultSite Host = FaultSite.Host("host");

    private readonly BusWorld _world = new();
    private readonly SimulatedProcess _listener;
    private readonly SimulatedProcess _speaker;

    public FaultySurroundingsTests() => (_listener, _speaker) = (_world.Process("listener"), _world.Process("speaker"));

    [Fact]
    public void Drop_LosesWhatArrives()
    {
        Say(new Fault.Drop { Trigger = new FaultTrigger { For = TimeSpan.FromHours(1), Times = 2 } }, 4);

        _world.Heard.ShouldBe(["t/3=3", "t/4=4"]);
    }

    [Fact]
    public void Duplicate_HandsOverTwice()
    {
        Say(new Fault.Duplicate { Trigger = new FaultTrigger { Times = 1 } }, 2);

        _world.Heard.ShouldBe(["t/1=1", "t/1=1", "t/2=2"]);
    }

    [Fact]
    public void Delay_IsLateAndKeepsTheOrder()
    {
        Say(new Fault.Delay(TimeSpan.FromSeconds(10)) { Trigger = new FaultTrigger { Times = 1 } }, 3);
        _world.Heard.ShouldBeEmpty();

        _world.Pass(11);

        _world.Heard.ShouldBe(["t/1=1", "t/2=2", "t/3=3"]);
    }

    [Fact]
    public void Reorder_LetsMessagesOvertake()
    {
        Say(new Fault.Reorder(TimeSpan.FromSeconds(10)) { Trigger = new FaultTrigger { For = TimeSpan.FromHours(1) } }, 8);
        _world.Pass(11);

        _world.Heard.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 8).Select(n => $"t/{n}={n}"));
        _world.Heard.SequenceEqual(_world.Heard.Order(StringComparer.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public void Target_AnInstrument_HasTheMessagesOfItsTopics()
    {
        var fault = new Fault.Drop { Target = new FaultTarget("furnace"), Trigger = new FaultTrigger { For = TimeSpan.FromHours(1) } };

        Say(fault, ["lab/instrument/furnace/state", "lab/instrument/mixer/state"]);

        _world.Heard.ShouldBe(["lab/instrument/mixer/state=2"]);
    }

    [Fact]
    public void CutOff_HoldsBackWhatComes()
    {
        var plan = Plan(new Fault.Drop { Trigger = new FaultTrigger { At = TimeSpan.FromDays(1) } });
        plan.CutOff(Host, TimeSpan.FromSeconds(30));

        Say(plan, ["t/1", "t/2"]);
        _world.Heard.ShouldBeEmpty();
        _world.Pass(31);

        _world.Heard.ShouldBe(["t/1=1", "t/2=2"]);
    }

    [Fact]
    public void LateWill_OfTheLastConnection_FollowsTheNextOnesGreeting()
    {
        _world.Listener(_listener, "#");
        var plan = Plan(new Fault.LateWill(TimeSpan.FromSeconds(5)) { Target = FaultTarget.Host });
        plan.Connections(_world.Bus.For(_speaker), Host, _speaker.Time).Open(new MqttConnectionOptions
        {
            ClientId = "speaker",
            WillDelay = TimeSpan.FromMinutes(1),
            SessionExpiry = TimeSpan.FromMinutes(5),
            Will = number => BusWorld.Message("presence", $"offline {number}"),
        });
        _world.Pass(1);
        _world.Heard.ShouldBeEmpty();

        _world.Bus.Cut("speaker");
        _world.Pass(20);

        _world.Heard.ShouldBe(["presence=offline 1"]);
    }

    [Fact]
    public void DiskFull_WritesAPartAndFailsUntilThereIsSpace()
    {
        var disk = new SimulatedDisk(1);
        var full = new Fault.DiskFull { Target = FaultTarget.Host, Trigger = new FaultTrigger { For = TimeSpan.FromMinutes(1) } };
        var faulty = Plan(full).DiskOf(disk.Outside, Host, _ => { });
        using var file = faulty.OpenAppend("log");

        Should.Throw<IOException>(() => file.Append("abcd"u8)).Message.ShouldContain("No space left on device");
        Should.Throw<IOException>(() => faulty.Write("whole", "abcd"u8));
        disk.Outside.Exists("whole").ShouldBeFalse();
        file.ReadAll().ShouldBe("ab"u8.ToArray());
        _world.Pass(61);

        file.Append("ef"u8);
        file.ReadAll().ShouldBe("abef"u8.ToArray());
    }

    [Fact]
    public void DiskTorn_FailsOneWrite()
    {
        var faulty = Plan(new Fault.DiskTorn { Target = FaultTarget.Host }).DiskOf(new SimulatedDisk(1).Outside, Host, _ => { });
        using var file = faulty.OpenAppend("log");

        Should.Throw<IOException>(() => file.Append("abcd"u8));
        file.Append("ef"u8);

        file.ReadAll().ShouldBe("abef"u8.ToArray());
    }

    [Fact]
    public void DiskSlow_LetsTimePassAtEverySync()
    {
        var began = _world.Scheduler.Now;
        var slow = new Fault.DiskSlow(TimeSpan.FromSeconds(2)) { Target = FaultTarget.Host };
        var faulty = Plan(slow).DiskOf(new SimulatedDisk(1).Outside, Host, _world.Scheduler.Pass);
        using var file = faulty.OpenAppend("log");

        file.Append("a"u8);
        file.Sync();
        file.Sync();

        _world.Scheduler.Now.ShouldBe(began.AddSeconds(4));
    }

    private FaultPlan Plan(Fault fault)
    {
        var plan = new FaultPlan(new Scenario { Name = "test", Faults = [fault] }, 1);
        plan.Start(new BreakableLab(), _world.Scheduler.Time);
        return plan;
    }

    private void Say(Fault fault, int count) => Say(fault, [.. Enumerable.Range(1, count).Select(n => $"t/{n}")]);

    private void Say(Fault fault, string[] topics) => Say(Plan(fault), topics);

    /// <summary>Says 1, 2, 3 … to the topics.</summary>
    private void Say(FaultPlan plan, string[] topics)
    {
        var connection = plan.Connections(_world.Bus.For(_listener), Host, _listener.Time).Open(new MqttConnectionOptions { ClientId = "listener" });
        var listening = _world.Do(_listener, () => connection.SubscribeAsync(new MqttSubscription("#"), _world.Hear).AsTask());
        _world.Settle(() => listening.IsCompleted);
        var speaker = _world.Connected(_speaker);
        for (var i = 0; i < topics.Length; i++)
        {
            _world.Publish(_speaker, speaker, BusWorld.Message(topics[i], $"{i + 1}"));
        }

        _world.Pass(0.1);
    }
}
