namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// One connection in memory. Whoever reads asks the script for the next bytes; an empty answer is the end. What is written is looked at packet by packet and
/// forgotten, so that nothing grows here.
/// </summary>
internal sealed class FuzzStream(Func<ValueTask<ReadOnlyMemory<byte>>> next, Frames.Visit onSent) : Stream
{
    private ReadOnlyMemory<byte> _rest;
    private long _sent;
    private int _closed;

    /// <summary>The bytes come one by one for as many as this says, then all that are there.</summary>
    public int Dribble { get; set; }

    public bool IsAtEnd { get; private set; }

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Bytes that the other side has written.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (!_rest.IsEmpty)
        {
            return new ValueTask<int>(Copy(buffer));
        }

        var asked = next();
        if (!asked.IsCompletedSuccessfully)
        {
            return AwaitAsync(asked, buffer, cancellationToken);
        }

        _rest = asked.Result;
        return new ValueTask<int>(Copy(buffer));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        Interlocked.Add(ref _sent, buffer.Length);
        Frames.Walk(buffer.Span, onSent).ShouldBeTrue("whole packets are written");
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Close() => Interlocked.Exchange(ref _closed, 1);

    private async ValueTask<int> AwaitAsync(ValueTask<ReadOnlyMemory<byte>> asked, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _rest = await asked.AsTask().WaitAsync(cancellationToken);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return Copy(buffer);
    }

    private int Copy(Memory<byte> buffer)
    {
        var count = Math.Min(_rest.Length, buffer.Length);
        if (Dribble > 0 && count > 0)
        {
            Dribble--;
            count = 1;
        }

        _rest.Span[..count].CopyTo(buffer.Span);
        _rest = _rest[count..];
        IsAtEnd = count == 0;
        return count;
    }
}
