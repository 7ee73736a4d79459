using System.Threading.Channels;

namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedSchedulerTests
{
    private readonly SimulatedScheduler _scheduler = new();

    private DateTimeOffset Soon => _scheduler.Now.AddHours(1);

    [Fact]
    public void Timers_DueInAnyOrder_FireByDueTimeThenByCreation()
    {
        var fired = new List<string>();
        using var late = _scheduler.Time.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var first = _scheduler.Time.CreateTimer(_ => fired.Add("first"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var second = _scheduler.Time.CreateTimer(_ => fired.Add("second"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _scheduler.Run(() => fired.Count == 3, Soon).ShouldBeTrue();

        fired.ShouldBe(["first", "second", "late"]);
    }

    [Fact]
    public void Timer_Periodic_FiresAtEachPeriodUntilDisposed()
    {
        var start = _scheduler.Now;
        var at = new List<double>();
        ITimer? timer = null;
        timer = _scheduler.Time.CreateTimer(
            _ =>
            {
                at.Add((_scheduler.Now - start).TotalSeconds);
                if (at.Count == 3)
                {
                    timer!.Dispose();
                }
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5));

        _scheduler.RunFor(TimeSpan.FromMinutes(5));

        at.ShouldBe([1, 6, 11]);
    }

    [Fact]
    public void Timer_ChangedBeforeItsTime_FiresOnlyAtTheNewTime()
    {
        var start = _scheduler.Now;
        var at = new List<double>();
        using var timer = _scheduler.Time.CreateTimer(_ => at.Add((_scheduler.Now - start).TotalSeconds), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan).ShouldBeTrue();

        _scheduler.RunFor(TimeSpan.FromMinutes(1));

        at.ShouldBe([3]);
    }

    [Fact]
    public void Run_DelayOfADay_TakesNoRealTimeAndEndsAtTheExactInstant()
    {
        var start = _scheduler.Now;
        var ended = DateTimeOffset.MinValue;
        var process = new SimulatedProcess(_scheduler, "sleeper");
        process.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromDays(1), process.Time, TestContext.Current.CancellationToken);
            ended = process.Time.GetUtcNow();
        });

        _scheduler.Run(() => ended > start, start.AddDays(2)).ShouldBeTrue();

        ended.ShouldBe(start.AddDays(1));
        process.Time.GetElapsedTime(0, process.Time.GetTimestamp()).ShouldBe(TimeSpan.FromTicks(ended.UtcTicks));
    }

    [Fact]
    public void Run_TokenThatCancelsAfterADelay_CancelsInVirtualTime()
    {
        var start = _scheduler.Now;
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _scheduler.Time);

        _scheduler.Run(() => source.IsCancellationRequested, Soon).ShouldBeTrue();

        _scheduler.Now.ShouldBe(start.AddSeconds(30));
    }

    [Fact]
    public void Run_NothingLeftToHappen_ReturnsFalseAtTheDeadline()
    {
        var deadline = Soon;

        _scheduler.Run(() => false, deadline).ShouldBeFalse();

        _scheduler.Now.ShouldBe(deadline);
    }

    [Fact]
    public void Run_TimerBeyondTheDeadline_DoesNotFire()
    {
        var fired = false;
        using var timer = _scheduler.Time.CreateTimer(_ => fired = true, null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);

        _scheduler.Run(() => fired, Soon).ShouldBeFalse();
        _scheduler.Run(() => fired, Soon.AddHours(2)).ShouldBeTrue();
    }

    [Fact]
    public void Run_ProgramFails_ThrowsItsException()
    {
        new SimulatedProcess(_scheduler, "faulty").Start(() => throw new InvalidDataException("on purpose"));

        Should.Throw<InvalidDataException>(() => _scheduler.Run(() => false, Soon)).Message.ShouldBe("on purpose");
    }

    [Fact]
    public void Run_ContinuationOfAnotherThread_IsReported()
    {
        new SimulatedProcess(_scheduler, "stray").Start(async () =>
        {
            using var elsewhere = new ManualResetEventSlim();
            var context = SynchronizationContext.Current!;
            new Thread(() =>
            {
                context.Post(_ => { }, null);
                elsewhere.Set();
            }).Start();
            elsewhere.Wait(TestContext.Current.CancellationToken);
            await Task.Yield();
        });

        Should.Throw<InvalidOperationException>(() => _scheduler.Run(() => false, Soon)).Message.ShouldContain("left the simulated thread");
    }

    [Fact]
    public void Run_CallbacksWithoutEndAtOneInstant_AreReportedAsALivelock()
    {
        var scheduler = new SimulatedScheduler { LivelockLimit = 1000 };
        void Again(object? state) => scheduler.Post(Again, state);
        Again(null);

        Should.Throw<InvalidOperationException>(() => scheduler.Run(() => false, scheduler.Now.AddHours(1))).Message.ShouldContain("without the clock moving");
    }

    [Fact]
    public void Run_TimersThatAreAlwaysDueAtOnce_AreReportedAsALivelock()
    {
        var scheduler = new SimulatedScheduler { LivelockLimit = 1000 };
        ITimer? timer = null;
        timer = scheduler.Time.CreateTimer(_ => timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        Should.Throw<InvalidOperationException>(() => scheduler.Run(() => false, scheduler.Now.AddHours(1))).Message.ShouldContain("without the clock moving");
    }

    [Fact]
    public void Run_ReaderAndWriterOfAChannel_StayOnThePumpThread()
    {
        var channel = Channel.CreateBounded<int>(2);
        var read = new List<(int Item, int Thread)>();
        var process = new SimulatedProcess(_scheduler, "pair");
        process.Start(async () =>
        {
            while (await channel.Reader.WaitToReadAsync(TestContext.Current.CancellationToken))
            {
                while (channel.Reader.TryRead(out var item))
                {
                    read.Add((item, Environment.CurrentManagedThreadId));
                }
            }
        });
        process.Start(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await channel.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
            }
        });

        _scheduler.Run(() => read.Count == 100, Soon).ShouldBeTrue();

        read.Select(entry => entry.Item).ShouldBe(Enumerable.Range(0, 100));
        read.ShouldAllBe(entry => entry.Thread == Environment.CurrentManagedThreadId);
    }
}
