using ClosedLoop.Storage;

namespace ClosedLoop.Calculations;

/// <summary>Fills the folder of a run, once: the note that it is whole is written last, and after it nothing is touched.</summary>
internal static class RunFolder
{
    /// <summary>Why it cannot be filled, or null when it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="before">The folder that carried files come from; null when there is none.</param>
    /// <param name="disk">Where.</param>
    public static string? Prepare(CalculationRun run, string? before, IDisk disk)
    {
        var whole = Path.Combine(run.RecordFolder, "prepared");
        if (disk.Exists(whole))
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

            disk.Write(whole, "prepared\n"u8);
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
