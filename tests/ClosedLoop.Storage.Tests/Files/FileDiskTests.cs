using System.Text;

namespace ClosedLoop.Storage.Tests;

public sealed class FileDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("closedloop-disk-").FullName;
    private readonly FileDisk _disk = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OpenAppend_Twice_IsRefusedUntilTheFirstIsDisposed()
    {
        var path = Path.Combine(_folder, "a", "b", "log");
        using (_disk.OpenAppend(path))
        {
            Should.Throw<FileInUseException>(() => _disk.OpenAppend(path)).Path.ShouldBe(path);
        }

        _disk.OpenAppend(path).Dispose();
    }

    [Fact]
    public void OpenAppend_HeldByAnotherProcess_IsRefused()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "needs util-linux");
        var path = Path.Combine(_folder, "log");
        File.WriteAllText(path, "");
        using var holder = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/flock", [path, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        holder.StandardOutput.ReadLine().ShouldBe("held");

        Should.Throw<FileInUseException>(() => _disk.OpenAppend(path));

        holder.StandardInput.WriteLine();
        holder.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _disk.OpenAppend(path).Dispose();
    }

    [Fact]
    public void OpenAppend_AppendSyncTruncate_LeavesTheExpectedBytes()
    {
        var path = Path.Combine(_folder, "log");
        using (var file = _disk.OpenAppend(path))
        {
            file.Append("one "u8);
            file.Append("two"u8);
            file.Sync();
            file.ReadAll().ShouldBe("one two"u8.ToArray());
            _disk.Read(path).ShouldBe("one two"u8.ToArray(), "reading takes no lock");
            file.Truncate(4);
            file.Append("three"u8);
        }

        using var again = _disk.OpenAppend(path);
        again.Append("!"u8);
        Encoding.UTF8.GetString(again.ReadAll()).ShouldBe("one three!");
    }

    [Fact]
    public void Write_OverAnExistingFile_ReplacesItAndLeavesNothingBehind()
    {
        var path = Path.Combine(_folder, "x", "file");
        _disk.Write(path, "a longer first content"u8);
        _disk.Write(path, "second"u8);

        _disk.Read(path).ShouldBe("second"u8.ToArray());
        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        _disk.Exists(Path.Combine(_folder, "none")).ShouldBeFalse();
        Should.Throw<FileNotFoundException>(() => _disk.Read(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void ListFolders_SomeFolders_AreNamedInOrdinalOrder()
    {
        foreach (var name in new[] { "b", "a", "B" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        _disk.ListFolders(_folder).ShouldBe(["B", "a", "b"]);
        _disk.ListFolders(Path.Combine(_folder, "none")).ShouldBeEmpty();
    }

    [Fact]
    public void DurableLog_OnARealDisk_SurvivesReopening()
    {
        var path = Path.Combine(_folder, "campaign", "journal.jsonl");
        using (var log = DurableLog.Open(_disk, path))
        {
            log.Append([LogSamples.Entry(1)]);
            Should.Throw<FileInUseException>(() => DurableLog.Open(_disk, path));
            DurableLog.ReadCommitted(_disk, path).Count.ShouldBe(1);
        }

        using var again = DurableLog.Open(_disk, path);
        again.Lines.ShouldHaveSingleItem().Hash.ShouldBe(again.HeadHash);
    }
}
