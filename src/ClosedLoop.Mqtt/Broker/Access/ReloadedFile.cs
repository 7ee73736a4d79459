namespace ClosedLoop.Mqtt;

/// <summary>
/// A file that is read again when it has changed, looked at when it is needed. A changed file with mistakes is not used: they are reported once and what was
/// read before stays in force.
/// </summary>
internal sealed class ReloadedFile<T>(string path, Func<string, IReadOnlyList<string>, List<string>, T> parse)
    where T : class
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _seen;
    private T? _content;

    /// <summary>Reads for the first time; what is wrong, if anything.</summary>
    public IReadOnlyList<string> Load()
    {
        lock (_gate)
        {
            _seen = Look();
            var (content, mistakes) = Read();
            _content = mistakes.Count == 0 ? content : null;
            return mistakes;
        }
    }

    /// <summary>The newest content without mistakes; only after <see cref="Load"/> found none.</summary>
    public T Current(Action<string> complain)
    {
        lock (_gate)
        {
            var now = Look();
            if (now == _seen)
            {
                return _content!;
            }

            _seen = now;
            var (content, mistakes) = Read();
            if (mistakes.Count == 0)
            {
                _content = content;
            }

            foreach (var mistake in mistakes)
            {
                complain($"{mistake} (what was read before stays in force)");
            }

            return _content!;
        }
    }

    private (DateTime Written, long Length) Look()
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private (T? Content, List<string> Mistakes) Read()
    {
        try
        {
            var mistakes = new List<string>();
            return (parse(path, File.ReadAllLines(path), mistakes), mistakes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, [$"{path}: {failure.Message}"]);
        }
    }
}
