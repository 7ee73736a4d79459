using ClosedLoop.Storage;

namespace ClosedLoop.Simulators.Tests;

public sealed class SimulatedDiskTests
{
    private readonly SimulatedScheduler _scheduler = new();

    [Fact]
    public void Kill_UnsyncedAppend_SurvivesInThePageCache()
    {
        var disk = new SimulatedDisk(1);
        var process = new SimulatedProcess(_scheduler, "writer");
        disk.For(process).OpenAppend("log").Append("abc"u8);

        process.Kill();

        disk.Outside.Read("log").ShouldBe("abc"u8.ToArray());
    }

    [Fact]
    public void PowerCut_AnySeed_KeepsWhatIsSyncedAndAPrefixOfTheRest()
    {
        var written = "0123456789"u8.ToArray();
        var lengths = new HashSet<int>();
        for (var seed = 0UL; seed < 200; seed++)
        {
            var disk = new SimulatedDisk(seed);
            var file = disk.For(new SimulatedProcess(_scheduler, "writer")).OpenAppend("log");
            file.Append(written.AsSpan(0, 4));
            file.Sync();
            file.Append(written.AsSpan(4));

            disk.PowerCut();

            var left = disk.Outside.Read("log");
            left.Length.ShouldBeInRange(4, 10);
            left.ShouldBe(written[..left.Length]);
            lengths.Add(left.Length);
        }

        lengths.Count.ShouldBe(7);
    }

    [Fact]
    public void PowerCut_GarbageTail_NeverTouchesWhatIsSynced()
    {
        var torn = 0;
        for (var seed = 0UL; seed < 100; seed++)
        {
            var disk = new SimulatedDisk(seed) { Faults = new DiskFaults { GarbageTail = true } };
            var file = disk.For(new SimulatedProcess(_scheduler, "writer")).OpenAppend("log");
            file.Append("durable"u8);
            file.Sync();
            file.Append("not durable"u8);

            disk.PowerCut();

            var left = disk.Outside.Read("log");
            left.AsSpan(0, 7).SequenceEqual("durable"u8).ShouldBeTrue();
            left.Length.ShouldBeLessThanOrEqualTo(18);
            torn += "durablenot durable"u8.StartsWith(left) ? 0 : 1;
        }

        torn.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void PowerCut_AfterWrite_LeavesTheWholeNewContent()
    {
        var disk = new SimulatedDisk(3);
        var view = disk.For(new SimulatedProcess(_scheduler, "writer"));
        view.Write("state", "old"u8);
        view.Write("state", "newer"u8);

        disk.PowerCut();

        disk.Outside.Read("state").ShouldBe("newer"u8.ToArray());
    }

    [Fact]
    public void OpenAppend_HeldByALivingProcess_IsRefusedUntilItDies()
    {
        var disk = new SimulatedDisk(1);
        var first = new SimulatedProcess(_scheduler, "first");
        var second = disk.For(new SimulatedProcess(_scheduler, "second"));
        disk.For(first).OpenAppend("dir/log");
        Should.Throw<FileInUseException>(() => second.OpenAppend("dir/log"));

        first.Kill();

        using var opened = second.OpenAppend("dir/log");
        opened.ReadAll().ShouldBeEmpty();
    }

    [Fact]
    public void Sync_ThatFails_LosesItsDataAtAPowerCutEvenIfALaterSyncSucceeds()
    {
        var disk = new SimulatedDisk(1) { Faults = new DiskFaults { FailingSync = 2 } };
        var file = disk.For(new SimulatedProcess(_scheduler, "writer")).OpenAppend("log");
        file.Append("aa"u8);
        file.Sync();
        file.Append("bb"u8);
        Should.Throw<IOException>(file.Sync);
        file.Append("cc"u8);
        file.Sync();
        file.ReadAll().ShouldBe("aabbcc"u8.ToArray());

        disk.PowerCut();

        disk.Outside.Read("log").ShouldBe("aa\0\0cc"u8.ToArray());
    }

    [Fact]
    public void Append_DiskFull_WritesWhatFitsAndFails()
    {
        var disk = new SimulatedDisk(1) { Faults = new DiskFaults { CapacityBytes = 5 } };
        var view = disk.For(new SimulatedProcess(_scheduler, "writer"));
        using var file = view.OpenAppend("log");
        file.Append("abc"u8);

        Should.Throw<IOException>(() => file.Append("defg"u8));
        Should.Throw<IOException>(() => view.Write("other", "x"u8));

        file.ReadAll().ShouldBe("abcde"u8.ToArray());
        disk.Outside.Exists("other").ShouldBeFalse();
    }

    [Fact]
    public void Truncate_ThenPowerCut_StaysCut()
    {
        var disk = new SimulatedDisk(1);
        var file = disk.For(new SimulatedProcess(_scheduler, "writer")).OpenAppend("log");
        file.Append("abcdef"u8);
        file.Truncate(2);
        disk.PowerCut();

        disk.Outside.Read("log").ShouldBe("ab"u8.ToArray());
    }

    [Fact]
    public void ListFolders_FilesAtSeveralDepths_NamesTheFoldersDirectlyBelow()
    {
        var disk = new SimulatedDisk(1);
        disk.Outside.Write("data/b/journal.jsonl", "x"u8);
        disk.Outside.Write("data/a/raw/1", "x"u8);
        disk.Outside.Write("data/loose", "x"u8);

        disk.Outside.ListFolders("data/").ShouldBe(["a", "b"]);
        disk.Outside.ListFolders("nowhere").ShouldBeEmpty();
        Should.Throw<FileNotFoundException>(() => disk.Outside.Read("data/c"));
    }
}
