namespace ClosedLoop.Calculations;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramPath
{
    /// <summary>The absolute path of a program, or null when there is none.</summary>
    /// <param name="program">A name that is looked up on the path, or an absolute path.</param>
    /// <param name="path">Folders to look in; null for those of PATH.</param>
    public static string? Find(string program, string? path = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(program) ? Path.GetFullPath(program) : null;
        }

        return (path ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
