namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedProcessTests
{
    private readonly SimulatedScheduler _scheduler = new();

    [Fact]
    public void Kill_WhileWaiting_NothingOfItRunsAgainNotEvenFinally()
    {
        var steps = new List<string>();
        var process = new SimulatedProcess(_scheduler, "victim");
        process.Start(async () =>
        {
            try
            {
                steps.Add("begun");
                await Task.Delay(TimeSpan.FromSeconds(10), process.Time, TestContext.Current.CancellationToken);
                steps.Add("survived");
            }
            finally
            {
                steps.Add("finally");
            }
        });
        _scheduler.RunFor(TimeSpan.FromSeconds(5));

        process.Kill();
        _scheduler.RunFor(TimeSpan.FromMinutes(1));

        steps.ShouldBe(["begun"]);
        process.Alive.ShouldBeFalse();
    }

    [Fact]
    public void Kill_BetweenAPostAndItsRun_TheContinuationIsDropped()
    {
        var ran = false;
        var process = new SimulatedProcess(_scheduler, "victim");
        process.Context.Post(_ => ran = true, null);

        process.Kill();
        _scheduler.RunFor(TimeSpan.FromSeconds(1));

        ran.ShouldBeFalse();
    }

    [Fact]
    public void DeadProcess_WhateverItAttempts_Throws()
    {
        var disk = new SimulatedDisk(1);
        var process = new SimulatedProcess(_scheduler, "ghost");
        var view = disk.For(process);
        var file = view.OpenAppend("a");
        var connection = new SimulatedBus(_scheduler, 1, new BusFaults()).For(process).Open(new() { ClientId = "ghost" });

        process.Kill();

        Should.Throw<ProcessKilledException>(() => file.Append("x"u8));
        Should.Throw<ProcessKilledException>(file.Sync);
        Should.Throw<ProcessKilledException>(() => view.Exists("a"));
        Should.Throw<ProcessKilledException>(() => view.Write("b", "x"u8));
        Should.Throw<ProcessKilledException>(() => process.Time.CreateTimer(_ => { }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Should.Throw<ProcessKilledException>(() => connection.PublishAsync(new("t", new byte[1]), TestContext.Current.CancellationToken).AsTask());
        disk.Outside.Read("a").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CrashMoment.Before)]
    [InlineData(CrashMoment.After)]
    public void CrashPlan_AtEachOperation_LeavesExactlyTheEffectsUpToIt(CrashMoment moment)
    {
        var counting = new CrashPlan();
        AppendThree(counting, out _);
        counting.Operations.ShouldBe(7);
        counting.Struck.ShouldBeNull();

        // open, append 1, sync, append 2, sync, append 3, sync: bytes that must be in the file when the k-th is the last.
        int[] after = [0, 1, 1, 2, 2, 3, 3];
        for (var k = 1; k <= counting.Operations; k++)
        {
            var plan = new CrashPlan(k, moment);
            AppendThree(plan, out var length);
            plan.Operations.ShouldBe(k);
            plan.Struck.ShouldNotBeNull();
            length.ShouldBe(moment == CrashMoment.After ? after[k - 1] : k == 1 ? 0 : after[k - 2]);
        }
    }

    [Fact]
    public void CrashPlan_WithPowerCut_LosesWhatWasNotSynced()
    {
        var lengths = new HashSet<int>();
        for (var seed = 0UL; seed < 40; seed++)
        {
            var disk = new SimulatedDisk(seed);
            var process = new SimulatedProcess(_scheduler, "writer", new CrashPlan(2, CrashMoment.After) { Consequence = disk.PowerCut });
            process.Start(() =>
            {
                disk.For(process).OpenAppend("log").Append("abc"u8);
                return Task.CompletedTask;
            });
            _scheduler.RunFor(TimeSpan.FromSeconds(1));
            process.Alive.ShouldBeFalse();
            lengths.Add(disk.Outside.Read("log").Length);
        }

        lengths.Order().ShouldBe([0, 1, 2, 3]);
    }

    private void AppendThree(CrashPlan plan, out int length)
    {
        var disk = new SimulatedDisk(1);
        var process = new SimulatedProcess(_scheduler, "writer", plan);
        process.Start(() =>
        {
            using var file = disk.For(process).OpenAppend("log");
            for (var i = 0; i < 3; i++)
            {
                file.Append("x"u8);
                file.Sync();
            }

            return Task.CompletedTask;
        });
        _scheduler.RunFor(TimeSpan.FromSeconds(1));
        length = disk.Outside.Exists("log") ? disk.Outside.Read("log").Length : 0;
    }
}
