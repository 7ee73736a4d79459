using System.Threading.Channels;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Where handlers and callbacks put what they get, for a test to take it out.</summary>
internal sealed class Inbox<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public int Count => _items.Reader.Count;

    public void Add(T item) => _items.Writer.TryWrite(item);

    public ValueTask AddAsync(T item) => _items.Writer.WriteAsync(item);

    public async Task<T> NextAsync() => await _items.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon();

    public async Task<T> NextAsync(Func<T, bool> wanted)
    {
        while (true)
        {
            var item = await NextAsync();
            if (wanted(item))
            {
                return item;
            }
        }
    }
}
