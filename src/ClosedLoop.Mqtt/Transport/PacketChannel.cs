using System.Buffers;
using System.IO.Pipelines;

namespace ClosedLoop.Mqtt;

/// <summary>
/// Packets over one byte stream. Writing never waits: packets collect in a buffer while the one before is on its way, so that many small packets leave in one
/// write. Who produces faster than the stream takes looks at <see cref="Backlog"/>.
/// </summary>
internal sealed class PacketChannel : IAsyncDisposable, IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private readonly Stream stream;
    private readonly PipeReader reader;
    private readonly TimeProvider time;
    private readonly uint maximumIncoming;
    private readonly TaskCompletionSource flushedToEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PacketBuffer pending = new();
    private PacketBuffer sending = new();
    private ReadOnlySequence<byte> unread;
    private bool holding, ended, flushing, completed, released;
    private int closed;
    private long lastReceived, lastSent;

    public PacketChannel(Stream stream, TimeProvider time, uint maximumIncoming)
    {
        this.stream = stream;
        this.time = time;
        this.maximumIncoming = maximumIncoming;
        reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024, leaveOpen: true));
        lastReceived = lastSent = time.GetTimestamp();
    }

    /// <summary>Largest packet that the peer accepts.</summary>
    public uint MaximumOutgoing { get; set; } = uint.MaxValue;

    /// <summary>The peer has said goodbye: nothing more is to be said to it.</summary>
    public bool IsEndedByPeer { get; set; }

    /// <summary>Bytes that wait for the stream.</summary>
    public int Backlog { get { lock (gate) { return pending.Length; } } }

    /// <summary>Called after each write of the stream, outside of every lock of the channel.</summary>
    public Action? OnWritten { get; set; }

    public TimeSpan SinceReceived => time.GetElapsedTime(Volatile.Read(ref lastReceived));

    public TimeSpan SinceSent => time.GetElapsedTime(Volatile.Read(ref lastSent));

    public bool IsClosed => Volatile.Read(ref closed) != 0;

    /// <summary>The next packet, or null when the peer closed the stream between two packets. One reader at a time.</summary>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (holding)
            {
                if (PacketCodec.Read(ref unread, maximumIncoming) is { } packet)
                {
                    return packet;
                }

                holding = false;
                reader.AdvanceTo(unread.Start, unread.End);
                if (ended)
                {
                    return unread.IsEmpty ? null : throw PacketReader.Malformed("The stream ended within a packet");
                }
            }
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref lastReceived, time.GetTimestamp());
            (unread, ended, holding) = (result.Buffer, result.IsCompleted, true);
        }
    }

    /// <summary>Hands a packet over for sending; false if it is longer than the peer accepts. On a closed channel it goes nowhere.</summary>
    public bool Write(MqttPacket packet)
    {
        lock (gate)
        {
            if (completed || released || IsClosed)
            {
                return true;
            }

            if (!PacketCodec.TryWrite(pending, packet, MaximumOutgoing))
            {
                return false;
            }

            StartFlush();
            return true;
        }
    }

    /// <summary>Takes no more packets, sends what is waiting, and returns when it is sent or the stream failed.</summary>
    public Task CompleteAsync()
    {
        lock (gate)
        {
            completed = true;
            if (!released)
            {
                StartFlush();
            }
        }
        return flushedToEnd.Task;
    }

    /// <summary>Closes the stream at once; whoever reads or writes gets an error.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            stream.Close();
        }
    }

    /// <summary>Closes the stream and gives the buffers back. The reader must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await CompleteAsync().ConfigureAwait(false);
        lock (gate)
        {
            if (released)
            {
                return;
            }

            released = true;
            pending.Dispose();
            sending.Dispose();
        }
        await reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Runs the flush on a pool thread.</summary>
    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private void StartFlush()
    {
        if (flushing)
        {
            return;
        }

        flushing = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task FlushAsync()
    {
        while (true)
        {
            lock (gate)
            {
                if (pending.Length == 0 || IsClosed)
                {
                    flushing = false;
                    if (completed)
                    {
                        flushedToEnd.TrySetResult();
                    }

                    return;
                }
                (pending, sending) = (sending, pending);
            }
            try
            {
                await stream.WriteAsync(sending.Written).ConfigureAwait(false);
                Volatile.Write(ref lastSent, time.GetTimestamp());
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // The reader sees the same end and reports it; here it only has to stop.
                Abort();
            }
            sending.Clear();
            OnWritten?.Invoke();
        }
    }
}
