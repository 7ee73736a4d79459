using System.Diagnostics;

namespace ClosedLoop.Calculations.Tests;

/// <summary>Executes stages in fresh folders as an execution would, and lets tests meddle with them.</summary>
internal sealed class ProgramBench : IDisposable
{
    private const int SignalBase = 128;
    private readonly string _root = Directory.CreateTempSubdirectory("calculation-").FullName;
    private int _folders;

    /// <summary>Runs a stage to its end.</summary>
    /// <param name="stage">Its files are written into a new folder.</param>
    /// <param name="limit">After this it is killed and counts as timed out.</param>
    /// <param name="before">Shell commands in the folder before the program.</param>
    /// <param name="from">The folder that the stage's checkpoint is copied from.</param>
    /// <param name="meddle">What is done to the running process; null waits.</param>
    public (CalculationFolder Folder, ProcessEnding Ending) Run(
        CalculationStage stage, TimeSpan? limit = null, string before = "", CalculationFolder? from = null, Func<CalculationFolder, Process, bool>? meddle = null)
    {
        var folder = new CalculationFolder(Directory.CreateDirectory(Path.Combine(_root, $"{_folders++}")).FullName);
        foreach (var (name, content) in stage.Files)
        {
            File.WriteAllBytes(Path.Combine(folder.Path, name), content);
        }

        foreach (var carried in from is null ? [] : stage.Carries)
        {
            Copy(new DirectoryInfo(Path.Combine(from!.Path, carried)), Directory.CreateDirectory(Path.Combine(folder.Path, carried)));
        }

        using var process = Start(stage, folder, before);
        var stopRequested = meddle is not null && meddle(folder, process);
        var timedOut = !process.WaitForExit(limit ?? TimeSpan.FromSeconds(60));
        if (timedOut)
        {
            process.Kill(true);
            process.WaitForExit();
        }

        int? signal = process.ExitCode > SignalBase && process.ExitCode != 255 ? process.ExitCode - SignalBase : null;
        return (folder, new ProcessEnding(process.ExitCode, signal, timedOut, stopRequested || timedOut));
    }

    /// <summary>Waits until a file of the folder holds a text, or the process is over.</summary>
    public static void Await(CalculationFolder folder, Process process, string file, string text)
    {
        while (!process.WaitForExit(5) && folder.Text(file)?.Contains(text, StringComparison.Ordinal) is not true)
        {
        }
    }

    /// <summary>Sends a signal, such as <c>TERM</c>.</summary>
    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_root, true);

    private static Process Start(CalculationStage stage, CalculationFolder folder, string before)
    {
        var redirected = $"{before}\nexec \"$@\" > {stage.StandardOutput} 2> {stage.StandardError} < {stage.StandardInput ?? "/dev/null"}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", redirected, "sh", .. stage.Command]) { WorkingDirectory = folder.Path };
        foreach (var (name, value) in CalculationEnvironment.Of(1).Concat(stage.Environment))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories())
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
