namespace ClosedLoop.Simulators;

/// <summary>A file's content as readers see it, and how much of it would survive a power cut.</summary>
internal sealed class SimulatedFile
{
    private readonly List<(int From, int To)> _lost = [];
    private byte[] _bytes = [];

    /// <summary>Length as readers see it, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Length that a power cut leaves whole, in bytes.</summary>
    public int Durable { get; private set; }

    /// <summary>The opening that holds the lock, or null.</summary>
    public SimulatedAppendFile? Holder { get; set; }

    public byte[] ReadAll() => _bytes.AsSpan(0, Length).ToArray();

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(256, 2 * (Length + bytes.Length)));
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Sync() => Durable = Length;

    /// <summary>The device failed: the kernel takes the pages for written, and they are not.</summary>
    public void FailSync()
    {
        if (Durable < Length)
        {
            _lost.Add((Durable, Length));
        }
    }

    public void Truncate(int length)
    {
        Length = Math.Min(Length, length);
        Durable = Length;
        _lost.RemoveAll(range => range.From >= Length);
    }

    /// <summary>Leaves what is durable and an arbitrary prefix of the rest.</summary>
    public void Tear(SeededRandom random, bool garbageTail)
    {
        var unsynced = Length - Durable;
        var kept = unsynced > 0 ? random.Next(unsynced + 1) : 0;
        var garbage = garbageTail && kept < unsynced && random.Chance(0.5) ? 1 + random.Next(unsynced - kept) : 0;
        var zeros = garbage > 0 && random.Chance(0.5);
        for (var i = Durable + kept; i < Durable + kept + garbage; i++)
        {
            _bytes[i] = zeros ? (byte)0 : (byte)random.Next(256);
        }

        Length = Durable + kept + garbage;
        Durable = Length;
        foreach (var (from, to) in _lost)
        {
            _bytes.AsSpan(Math.Min(from, Length)..Math.Min(to, Length)).Clear();
        }

        _lost.Clear();
    }
}
