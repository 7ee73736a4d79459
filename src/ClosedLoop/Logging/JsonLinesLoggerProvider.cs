using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>Structured logs: one JSON object a line, one file a day, in <c>logs/</c> of the data folder.</summary>
internal sealed class JsonLinesLoggerProvider(string folder) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private FileStream? _file;
    private DateOnly _day;

    public ILogger CreateLogger(string categoryName) => new JsonLinesLogger(this, categoryName);

    public void Dispose() => _file?.Dispose();

    private void Write(DateTimeOffset at, ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            if (_file is null || day != _day)
            {
                _file?.Dispose();
                Directory.CreateDirectory(folder);
                _file = new FileStream(Path.Combine(folder, $"closedloop-{day:yyyyMMdd}.jsonl"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
                _day = day;
            }

            _file.Write(line);
        }
    }

    private sealed class JsonLinesLogger(JsonLinesLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var at = DateTimeOffset.UtcNow;
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("time", at);
                json.WriteString("level", logLevel.ToString());
                json.WriteString("category", category);
                json.WriteNumber("eventId", eventId.Id);
                json.WriteString("event", eventId.Name);
                json.WriteString("message", formatter(state, exception));
                foreach (var (key, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    if (key != "{OriginalFormat}")
                    {
                        json.WriteString(key, value?.ToString());
                    }
                }

                if (exception is not null)
                {
                    json.WriteString("exception", exception.ToString());
                }

                json.WriteEndObject();
            }

            buffer.Write("\n"u8);
            owner.Write(at, buffer.ToArray());
        }
    }
}
