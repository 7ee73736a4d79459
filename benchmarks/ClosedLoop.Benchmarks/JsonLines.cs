using System.Text.Json;

namespace ClosedLoop.Benchmarks;

/// <summary>One JSON object on a line for each record; nothing when no file is asked for.</summary>
internal sealed class JsonLines(FileInfo? file) : IDisposable
{
    private readonly StreamWriter? _writer = file is null ? null : new StreamWriter(file.FullName);

    public void Write<T>(T record) => _writer?.WriteLine(JsonSerializer.Serialize(record, JsonSerializerOptions.Web));

    public void Dispose() => _writer?.Dispose();
}
