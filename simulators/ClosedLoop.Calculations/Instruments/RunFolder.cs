namespace ClosedLoop.Calculations;

/// <summary>Fills the folder of a run, once: the note that it is whole is written last, and after it nothing is touched.</summary>
/// <remarks>
/// Nothing of it is written durably, which would cost more than a short program. A note of an earlier life of the machine counts only when an execution has written
/// down anything more: then the run is its matter, and else its files may be torn and are written again.
/// </remarks>
internal static class RunFolder
{
    // What a shell leaves behind that came no further than to its lock.
    private static readonly string[] BeforeBeginning = [NoteName, "lock", "shell.txt"];

    private const string NoteName = "prepared";

    /// <summary>Why it cannot be filled, or null when it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="before">The folder that carried files come from; null when there is none.</param>
    public static string? Prepare(CalculationRun run, string? before)
    {
        var note = Path.Combine(run.RecordFolder, NoteName);
        if (File.Exists(note) && (File.ReadAllText(note) == MachineBoot.Id || Directory.EnumerateFileSystemEntries(run.RecordFolder).Any(entry => !BeforeBeginning.Contains(Path.GetFileName(entry)))))
        {
            return null;
        }

        try
        {
            if (Directory.Exists(run.Folder))
            {
                // Left half filled by a life that ended in the middle of it; nothing was begun there.
                Directory.Delete(run.Folder, recursive: true);
            }

            Directory.CreateDirectory(run.Folder);
            foreach (var name in run.Stage.Carries)
            {
                if (before is null || !Copy(Path.Combine(before, name), Path.Combine(run.Folder, name)))
                {
                    return $"'{name}', which it is to continue from, is gone";
                }
            }

            foreach (var (name, content) in run.Stage.Files)
            {
                var path = Path.Combine(run.Folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
            }

            Directory.CreateDirectory(run.RecordFolder);
            File.WriteAllText(note, MachineBoot.Id);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"its folder cannot be filled: {error.Message}";
        }
    }

    private static bool Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
            return true;
        }

        if (!Directory.Exists(from))
        {
            return false;
        }

        Directory.CreateDirectory(to);
        return Directory.EnumerateFileSystemEntries(from).All(entry => Copy(entry, Path.Combine(to, Path.GetFileName(entry))));
    }
}
