namespace ClosedLoop;

/// <summary>Splits a stream into lines as they come. A line that is too long is passed over as a whole; what follows the last line end is a line too.</summary>
/// <param name="input">UTF-8 text.</param>
/// <param name="longest">The longest line that is kept, in bytes.</param>
internal sealed class RequestLines(Stream input, int longest)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _added;
    private bool _hasEnded;

    /// <summary>Number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Waits for the next line, which stays valid until the one after is read; false at the end of the stream.</summary>
    /// <param name="line">Without its line end; empty when it was too long.</param>
    /// <param name="isTooLong">Whether it was.</param>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool isTooLong)
    {
        (line, isTooLong) = (default, false);
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0 || (_hasEnded && _end > _start))
            {
                var end = at >= 0 ? searched + at : _end;
                line = isTooLong ? default : Trimmed(_buffer.AsMemory(_start, end - _start));
                _start = at >= 0 ? end + 1 : _end;
                Number++;
                return true;
            }

            if (_hasEnded)
            {
                Number += isTooLong ? 1 : 0;
                return isTooLong;
            }

            if (_end - _start > longest)
            {
                (isTooLong, _start) = (true, _end);
            }

            Fill();
            searched = _end - _added;
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        _added = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += _added;
        _hasEnded = _added == 0;
    }

    // A byte order mark, white space and the carriage return of other systems mean nothing.
    private ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line)
    {
        if (Number == 0 && line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        var (from, to) = (0, line.Length);
        while (to > from && line.Span[to - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            to--;
        }

        while (from < to && line.Span[from] is (byte)' ' or (byte)'\t')
        {
            from++;
        }

        return line[from..to];
    }
}
