using System.Threading.Channels;

namespace ClosedLoop.Tests;

/// <summary>Where handlers and callbacks put what they get, for a scenario to take it out. Its waiting is ended by the world that runs the scenario.</summary>
internal sealed class Mailbox<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public int Count => _items.Reader.Count;

    public ValueTask AddAsync(T item)
    {
        _items.Writer.TryWrite(item);
        return ValueTask.CompletedTask;
    }

    public ValueTask<T> NextAsync() => _items.Reader.ReadAsync();

    public async Task<List<T>> NextAsync(int count)
    {
        var items = new List<T>();
        while (items.Count < count)
        {
            items.Add(await NextAsync());
        }

        return items;
    }
}
