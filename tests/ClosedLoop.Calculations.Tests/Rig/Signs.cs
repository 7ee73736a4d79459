namespace ClosedLoop.Calculations.Tests;

/// <summary>Waits for what real programs do to files.</summary>
internal static class Signs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Returns when a file is there and something is in it; fails when it does not come.</summary>
    public static async Task AppearAsync(string path)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => Look();
        watcher.Changed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();
        await there.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        void Look()
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                there.TrySetResult();
            }
        }
    }

    /// <summary>A call that must end soon.</summary>
    public static Task<T> Soon<T>(this Task<T> call) => call.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
