using ClosedLoop.Mqtt;

namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedBusFaultTests
{
    private static readonly BusFaults Harsh = new()
    {
        MinLatency = TimeSpan.FromMilliseconds(1),
        MaxLatency = TimeSpan.FromMilliseconds(500),
        PublishLatency = true,
        Duplicate = 0.1,
        Reorder = true,
        DropSilently = 0.05,
        DropQos0 = 0.2,
        Cut = 0.02,
    };

    [Fact]
    public void Bus_SameSeed_GivesTheIdenticalTrace()
    {
        var first = Trace(7);

        first.Count.ShouldBeGreaterThan(300);
        Trace(7).ShouldBe(first);
        Trace(8).ShouldNotBe(first);
    }

    [Fact]
    public void Quiet_ManyMessages_ArriveOnceAndInOrder()
    {
        var heard = SendNumbers(new BusFaults { MinLatency = TimeSpan.Zero, MaxLatency = TimeSpan.FromSeconds(1) });

        heard.ShouldBe(Enumerable.Range(0, 200).Select(i => $"t={i}"));
    }

    [Fact]
    public void Duplicate_HalfOfTheMessages_ReallyArriveTwice()
    {
        var heard = SendNumbers(new BusFaults { Duplicate = 0.5 });

        heard.Distinct().Count().ShouldBe(200);
        heard.Count.ShouldBeInRange(260, 340);
    }

    [Fact]
    public void Reorder_ManyMessages_OvertakeEachOther()
    {
        var heard = SendNumbers(new BusFaults { Reorder = true, MaxLatency = TimeSpan.FromSeconds(1) });

        heard.Count.ShouldBe(200);
        heard.ShouldNotBe(Enumerable.Range(0, 200).Select(i => $"t={i}"));
    }

    [Fact]
    public void DropSilently_HalfOfTheMessages_AreAcceptedAndNeverArrive()
    {
        var heard = SendNumbers(new BusFaults { DropSilently = 0.5 });

        heard.Count.ShouldBeInRange(60, 140);
        heard.Distinct().Count().ShouldBe(heard.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_ConnectionsBreakWhilePublishing_NothingIsLost(bool publishLatency)
    {
        var heard = SendNumbers(new BusFaults { Cut = 0.2, PublishLatency = publishLatency });

        heard.Distinct().Count().ShouldBe(200);
        heard.Count.ShouldBeGreaterThan(200, "a cut after the broker had the message makes a duplicate");
    }

    [Fact]
    public void Redelivery_ConnectionBreaksBeforeTheAcknowledgement_TheMessageComesAgain()
    {
        var world = new BusWorld();
        var b = world.Process("b");
        var connection = world.Bus.For(b).Open(new() { ClientId = "b" });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Do(b, () => connection.SubscribeAsync("t", MqttQos.AtLeastOnce, async message =>
        {
            await world.Hear(message);
            await gate.Task;
        }).AsTask());
        var a = world.Process("a");
        world.Publish(a, world.Connected(a), BusWorld.Message("t", "once"));
        world.Settle(() => world.Heard.Count == 1);

        world.Bus.Cut("b");
        gate.SetResult();
        world.Pass(10);

        world.Heard.ShouldBe(["t=once", "t=once"]);
    }

    private static List<string> SendNumbers(BusFaults faults)
    {
        var world = new BusWorld(3, faults);
        world.Listener(world.Process("b"), "t");
        var a = world.Process("a");
        var sender = world.Bus.For(a).Open(new() { ClientId = "a" });
        var sent = world.Do(a, async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await sender.PublishAsync(BusWorld.Message("t", $"{i}"));
            }
        });
        world.Settle(() => sent.IsCompleted);
        world.Pass(10);
        return world.Heard;
    }

    private static List<BusEvent> Trace(ulong seed)
    {
        var world = new BusWorld(seed, Harsh);
        var trace = new List<BusEvent>();
        world.Bus.Observer = trace.Add;
        var processes = Enumerable.Range(0, 3).Select(i => world.Process($"p{i}")).ToArray();
        foreach (var process in processes)
        {
            var connection = world.Bus.For(process).Open(new() { ClientId = process.Name, Will = n => BusWorld.Message($"w/{process.Name}", $"{n}") });
            process.Start(async () => await connection.SubscribeAsync("#", MqttQos.AtLeastOnce, _ => ValueTask.CompletedTask));
            process.Start(async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await connection.PublishAsync(BusWorld.Message($"t/{process.Name}", $"{i}") with { Retain = i % 4 == 0 });
                    await Task.Delay(TimeSpan.FromMilliseconds(100 * (i % 3)), process.Time);
                }
            });
        }

        world.Pass(2);
        world.Bus.Restart(TimeSpan.FromSeconds(1));
        world.Pass(3);
        processes[1].Kill();
        world.Pass(120);
        return trace;
    }
}
