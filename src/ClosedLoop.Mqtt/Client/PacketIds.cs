namespace ClosedLoop.Mqtt;

/// <summary>The packet identifiers of one side of a session, 1 to 65,535. Not safe for several threads.</summary>
internal sealed class PacketIds
{
    private readonly bool[] _taken = new bool[65_536];
    private ushort _last;
    private int _count;

    /// <summary>An identifier that is not in use, or 0 if all are.</summary>
    public ushort Take()
    {
        if (_count == 65_535)
        {
            return 0;
        }

        do
        {
            _last = _last == 65_535 ? (ushort)1 : (ushort)(_last + 1);
        }
        while (_taken[_last]);
        _taken[_last] = true;
        _count++;
        return _last;
    }

    public void Release(ushort id)
    {
        if (!_taken[id])
        {
            return;
        }

        _taken[id] = false;
        _count--;
    }
}
