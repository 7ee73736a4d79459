using System.Collections.Concurrent;

namespace ClosedLoop.Orchestrator;

/// <summary>Thinks on one dedicated thread, one question after the other. Answers are handed over on that thread.</summary>
public sealed class ThreadDesk : IPlannerDesk, IDisposable
{
    private readonly BlockingCollection<Action> _questions = [];
    private readonly ImmediateDesk _desk = new();

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Its name.</param>
    public ThreadDesk(string name) => new Thread(Think) { IsBackground = true, Name = name }.Start();

    /// <inheritdoc/>
    public void Ask<T>(Func<T> think, Action<T> answered, Action<Exception> failed) => _questions.Add(() => _desk.Ask(think, answered, failed));

    /// <summary>Takes no more questions; the thread ends after the last one.</summary>
    public void Dispose() => _questions.CompleteAdding();

    private void Think()
    {
        foreach (var question in _questions.GetConsumingEnumerable())
        {
            question();
        }
    }
}
