namespace ClosedLoop.Calculations.Tests;

/// <summary>Waits for what real programs do to files.</summary>
internal static class Signs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when a file is there; fails when it does not come.</summary>
    public static async Task AppearAsync(string path)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => there.TrySetResult();
        watcher.Renamed += (_, _) => there.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
        {
            await there.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A call that must end soon.</summary>
    public static Task<T> Soon<T>(this Task<T> call) => call.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
