using System.Text.Json;
using ClosedLoop.Storage;

namespace ClosedLoop.Journal;

/// <summary>A journal in a durable log.</summary>
internal sealed class EventJournal<TEvent> : IJournal<TEvent>
    where TEvent : class
{
    private readonly DurableLog _log;
    private readonly EventCodec<TEvent> _codec;
    private readonly Func<TEvent, DateTimeOffset> _time;

    public EventJournal(DurableLog log, string path, EventCodec<TEvent> codec, Func<TEvent, DateTimeOffset> time, Func<TEvent, DateTimeOffset, TEvent> dated)
    {
        (_log, _codec, _time) = (log, codec, time);
        try
        {
            Events = Read(log.Lines, path, codec, dated);
        }
        catch
        {
            log.Dispose();
            throw;
        }

        Torn = log.Torn is { } torn ? $"{torn.Bytes} bytes of an append that a crash cut short were set aside in {torn.KeptAt}" : null;
        log.ReleaseLines();
    }

    public IReadOnlyList<TEvent> Events { get; }

    public string HeadHash => _log.HeadHash;

    public string? Torn { get; }

    public void Append(IReadOnlyList<TEvent> events) => _log.Append(
    [
        .. events.Select(happened =>
        {
            var (type, json) = _codec.Write(happened);
            return new LogEntry(_time(happened), type, EventNames.Version, json);
        }),
    ]);

    public void Dispose() => _log.Dispose();

    public static IReadOnlyList<TEvent> Read(IReadOnlyList<LogLine> lines, string path, EventCodec<TEvent> codec, Func<TEvent, DateTimeOffset, TEvent> dated)
    {
        var events = new List<TEvent>(lines.Count);
        foreach (var line in lines)
        {
            try
            {
                events.Add(dated(codec.Read(line.Type, line.Data.Span), line.Time));
            }
            catch (JsonException e)
            {
                throw new LogDamagedException(path, line.Sequence, $"{line.Type}: {e.Message}");
            }
        }

        return events;
    }
}
