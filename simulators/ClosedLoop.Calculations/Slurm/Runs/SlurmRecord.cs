using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedLoop.Storage;

namespace ClosedLoop.Calculations;

/// <summary>What is known of one run on the file system that this machine shares with the nodes: its submissions, its copies, which of them won, and how it ended.</summary>
internal sealed class SlurmRecord(CalculationRun run, IDisk disk)
{
    private const string Claim = "ending";
    private const string EndingName = "ending.json";

    /// <summary>Before the copy's name in a claim of ours: the run was given up.</summary>
    private const string Lost = "lost-";

    private readonly string _folder = run.RecordFolder;

    private string EndedFile => Path.Combine(_folder, "ended.json");

    private string StopFile => Path.Combine(_folder, "stop");

    /// <summary>Whether it was asked to stop, in this life or an earlier one.</summary>
    public bool IsStopping => File.Exists(StopFile);

    /// <summary>The copies that began, in no order.</summary>
    public IReadOnlyList<string> Copies() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "began", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))]
        : [];

    /// <summary>The copy that ended first; null while none has.</summary>
    public string? Winner() => new FileInfo(Path.Combine(_folder, Claim)).LinkTarget;

    /// <summary>The copy that began last; null for none.</summary>
    public string? Newest(IReadOnlyList<string> copies) => copies.MaxBy(copy => File.GetLastWriteTimeUtc(Path.Combine(_folder, copy, "began")));

    /// <summary>Changes whenever a copy gives a sign of life.</summary>
    public long Pulse(IReadOnlyList<string> copies) => copies.Count == 0
        ? 0
        : copies.Sum(copy => File.GetLastWriteTimeUtc(Path.Combine(_folder, copy, "alive")).Ticks);

    /// <summary>Where a copy's program works.</summary>
    public string WorkOf(string copy) => Path.Combine(_folder, copy, "work");

    /// <summary>The last submission; null when there was none.</summary>
    public SlurmSubmission? LastSubmission()
    {
        SlurmSubmission? last = null;
        for (var number = 1; disk.Exists(ScriptOf(number)); number++)
        {
            last = SlurmScript.SubmissionOf(Encoding.UTF8.GetString(disk.Read(ScriptOf(number))));
        }

        return last;
    }

    /// <summary>Writes a submission down, durably, before the cluster hears of it.</summary>
    /// <returns>The path of its script.</returns>
    public string Write(SlurmSubmission submission)
    {
        var path = ScriptOf(submission.Number);
        disk.Write(path, Encoding.UTF8.GetBytes(SlurmScript.Of(run, submission)));
        return path;
    }

    /// <summary>Lets no copy begin any more, and asks those that run to stop.</summary>
    public void Stop(IReadOnlyList<string> copies)
    {
        disk.Write(StopFile, []);
        if (run.Stage.StopFile is not { } name)
        {
            return;
        }

        foreach (var copy in copies)
        {
            var file = Path.Combine(WorkOf(copy), name);
            if (Directory.Exists(Path.GetDirectoryName(file)))
            {
                File.WriteAllBytes(file, []);
            }
        }
    }

    /// <summary>How the run ended, once its files are in place.</summary>
    public ProcessEnding? Ended() => disk.Exists(EndedFile) ? JsonSerializer.Deserialize(disk.Read(EndedFile), SlurmJson.Default.ProcessEnding) : null;

    /// <summary>Puts the winner's files into the run's folder and writes down how it ended. A crash anywhere in it is made good by doing it again.</summary>
    /// <returns>The ending; null while the winner's own cannot be read here yet.</returns>
    public ProcessEnding? Conclude(string winner)
    {
        if (winner.StartsWith(Lost, StringComparison.Ordinal))
        {
            return Conclude(winner[Lost.Length..], new ProcessEnding(null, null, false, IsStopping) { Note = "given up" });
        }

        var file = Path.Combine(_folder, winner, EndingName);
        var written = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), SlurmJson.Default.CopyEnding) : null;
        return written is null ? null : Conclude(winner, written.ToEnding());
    }

    /// <summary>Claims the run for a copy that ended and could not claim it itself: its disk was full.</summary>
    public string? ClaimFor(IReadOnlyList<string> copies) =>
        copies.FirstOrDefault(copy => File.Exists(Path.Combine(_folder, copy, EndingName))) is { } ended ? Claimed(ended) : null;

    /// <summary>Gives the run up: whatever a copy may still do does not count. Its newest copy's files are taken as they are.</summary>
    /// <returns>The ending: that of a copy that was quicker, if one was; null while it cannot be read here yet.</returns>
    public ProcessEnding? GiveUp(ProcessEnding ending, IReadOnlyList<string> copies)
    {
        var last = Newest(copies) ?? "";
        var winner = Claimed(Lost + last);
        return winner == Lost + last ? Conclude(last, ending) : Conclude(winner);
    }

    /// <summary>Who holds the claim after an attempt to get it, which the file system grants to only one.</summary>
    private string Claimed(string winner)
    {
        try
        {
            File.CreateSymbolicLink(Path.Combine(_folder, Claim), winner);
            return winner;
        }
        catch (IOException) when (Winner() is not null)
        {
            return Winner()!;
        }
    }

    private ProcessEnding Conclude(string copy, ProcessEnding ending)
    {
        if (copy.Length > 0)
        {
            TakeFiles(copy);
        }

        disk.Write(EndedFile, JsonSerializer.SerializeToUtf8Bytes(ending, SlurmJson.Default.ProcessEnding));
        return ending;
    }

    private void TakeFiles(string copy)
    {
        var work = new DirectoryInfo(WorkOf(copy));
        foreach (var entry in work.Exists ? work.GetFileSystemInfos() : [])
        {
            var target = Path.Combine(run.Folder, entry.Name);
            if (entry is DirectoryInfo folder && folder.LinkTarget is null)
            {
                if (Directory.Exists(target))
                {
                    Directory.Delete(target, recursive: true);
                }

                folder.MoveTo(target);
            }
            else
            {
                File.Move(entry.FullName, target, overwrite: true);
            }
        }
    }

    private string ScriptOf(int number) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"submission-{number}.sh"));
}
