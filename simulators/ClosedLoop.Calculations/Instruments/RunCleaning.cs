using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Calculations;

/// <summary>Removes the folders of runs that nothing needs any more: wavefunctions, scratch, and what the programs wrote beside what is kept by hash.</summary>
/// <param name="retention">Which stay.</param>
/// <param name="folder">Where they lie, one for each dispatch.</param>
/// <param name="time">Tells how old they are.</param>
internal sealed class RunCleaning(RunRetention retention, string folder, TimeProvider time)
{
    private readonly Queue<string> _kept = new();

    /// <summary>The dispatch's end is durable: recovery will not ask for its folder.</summary>
    public void OnEnded(DispatchId dispatch, DispatchStatus ending)
    {
        var path = Path.Combine(folder, dispatch.ToString());
        if (!retention.Keeps(ending))
        {
            Remove(path);
        }
        else if (retention.For is not null && Directory.Exists(path))
        {
            _kept.Enqueue(path);
        }

        // In the order in which they ended, so nearly in that of their age.
        while (retention.For is { } age && _kept.TryPeek(out var oldest) && time.GetUtcNow() - Directory.GetLastWriteTimeUtc(oldest) >= age)
        {
            Remove(_kept.Dequeue());
        }
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It never had one, or it is gone already.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something may still write there, such as a second copy on a cluster: the next start tries again.
        }
    }
}
