using System.Buffers;
using System.IO.Pipelines;

namespace ClosedLoop.Mqtt;

/// <summary>
/// Packets over one byte stream. Writing never waits: packets collect in a buffer while the one before is on its way, so that many small packets leave in one
/// write. Who produces faster than the stream takes looks at <see cref="Backlog"/>.
/// </summary>
internal sealed class PacketChannel : IAsyncDisposable, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly TimeProvider _time;
    private readonly uint _maximumIncoming;
    private readonly TaskCompletionSource _flushedToEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PacketBuffer _pending = new();
    private PacketBuffer _sending = new();
    private ReadOnlySequence<byte> _unread;
    private bool _holding;
    private bool _ended;
    private bool _flushing;
    private bool _completed;
    private bool _released;
    private int _closed;
    private int _departures;
    private MqttVersion _version = MqttVersion.V5;
    private long _lastReceived;
    private long _lastSent;

    public PacketChannel(Stream stream, TimeProvider time, uint maximumIncoming)
    {
        _stream = stream;
        _time = time;
        _maximumIncoming = maximumIncoming;
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
        _lastReceived = _lastSent = time.GetTimestamp();
    }

    /// <summary>Largest packet that the peer accepts.</summary>
    public uint MaximumOutgoing { get; set; } = uint.MaxValue;

    /// <summary>What the peers speak, 5 by default: set by the client before CONNECT, and by reading a CONNECT.</summary>
    public MqttVersion Version { get => _version; set => _version = value; }

    /// <summary>The peer has said goodbye: nothing more is to be said to it.</summary>
    public bool IsEndedByPeer { get; set; }

    /// <summary>Bytes that wait for the stream.</summary>
    public int Backlog { get { lock (_gate) { return _pending.Length; } } }

    /// <summary>How often everything written before has been handed to the stream.</summary>
    public int Departures => Volatile.Read(ref _departures);

    /// <summary>Called after each write of the stream, outside of every lock of the channel.</summary>
    public Action? OnWritten { get; set; }

    public TimeSpan SinceReceived => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    public TimeSpan SinceSent => _time.GetElapsedTime(Volatile.Read(ref _lastSent));

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>The next packet, or null when the peer closed the stream between two packets. One reader at a time.</summary>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_holding)
            {
                if (PacketCodec.Read(ref _unread, ref _version, _maximumIncoming) is { } packet)
                {
                    return packet;
                }

                _holding = false;
                _reader.AdvanceTo(_unread.Start, _unread.End);
                if (_ended)
                {
                    return _unread.IsEmpty ? null : throw PacketReader.Malformed("The stream ended within a packet");
                }
            }
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            (_unread, _ended, _holding) = (result.Buffer, result.IsCompleted, true);
        }
    }

    /// <summary>Hands a packet over for sending; false if it is longer than the peer accepts. On a closed channel it goes nowhere.</summary>
    public bool Write(MqttPacket packet)
    {
        lock (_gate)
        {
            if (_completed || _released || IsClosed)
            {
                return true;
            }

            if (!PacketCodec.TryWrite(_pending, packet, _version, MaximumOutgoing))
            {
                return false;
            }

            StartFlush();
            return true;
        }
    }

    /// <summary>Length of a packet in bytes, whether or not the peer accepts it.</summary>
    public int SizeOf(MqttPacket packet)
    {
        using var buffer = new PacketBuffer();
        PacketCodec.TryWrite(buffer, packet, Version, uint.MaxValue);
        return buffer.Length;
    }

    /// <summary>Takes no more packets, sends what is waiting, and returns when it is sent or the stream failed.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
        {
            _completed = true;
            if (!_released)
            {
                StartFlush();
            }
        }
        return _flushedToEnd.Task;
    }

    /// <summary>Closes the stream at once; whoever reads or writes gets an error.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _stream.Close();
        }
    }

    /// <summary>Closes the stream and gives the buffers back. The reader must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await CompleteAsync().ConfigureAwait(false);
        lock (_gate)
        {
            if (_released)
            {
                return;
            }

            _released = true;
            _pending.Dispose();
            _sending.Dispose();
        }
        await _reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Runs the flush on a pool thread.</summary>
    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private void StartFlush()
    {
        if (_flushing)
        {
            return;
        }

        _flushing = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task FlushAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_pending.Length == 0 || IsClosed)
                {
                    _flushing = false;
                    if (_completed)
                    {
                        _flushedToEnd.TrySetResult();
                    }

                    return;
                }
                (_pending, _sending) = (_sending, _pending);
                _departures++;
            }
            try
            {
                await _stream.WriteAsync(_sending.Written).ConfigureAwait(false);
                Volatile.Write(ref _lastSent, _time.GetTimestamp());
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // The reader sees the same end and reports it; here it only has to stop.
                Abort();
            }
            _sending.Clear();
            OnWritten?.Invoke();
        }
    }
}
