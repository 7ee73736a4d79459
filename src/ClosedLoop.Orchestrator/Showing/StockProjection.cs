using System.Threading.Channels;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>Shows how much there is of each stock on <c>stock/{item}</c>. The lab's journal is the truth: this is a picture of it, and holds nobody up.</summary>
internal sealed class StockProjection
{
    private readonly RunnerSurroundings _around;
    private readonly Dictionary<string, double> _shown = new(StringComparer.Ordinal);
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public StockProjection(RunnerSurroundings around)
    {
        _around = around;
        around.Lab.StockChanged += () => _news.Writer.TryWrite(true);
        _news.Writer.TryWrite(true);
    }

    /// <summary>Shows what has changed until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _news.Reader.WaitToReadAsync(cancellationToken))
        {
            _news.Reader.TryRead(out _);
            foreach (var (item, amount) in _around.Lab.Stock.Where(stock => !_shown.TryGetValue(stock.Item.Name, out var shown) || shown != stock.Amount).ToList())
            {
                _shown[item.Name] = amount;
                var message = new StockMessage(StockText.Of(item, amount), amount, item.Unit, _around.Time.GetUtcNow());
                await _around.Bus.ShowAsync(item.Name, message, cancellationToken);
            }
        }
    }
}
