namespace ClosedLoop.Mqtt;

/// <summary>The packet identifiers of one side of a session, 1 to 65,535. Not safe for several threads.</summary>
internal sealed class PacketIds
{
    private readonly bool[] taken = new bool[65_536];
    private ushort last;
    private int count;

    /// <summary>An identifier that is not in use, or 0 if all are.</summary>
    public ushort Take()
    {
        if (count == 65_535)
        {
            return 0;
        }

        do
        {
            last = last == 65_535 ? (ushort)1 : (ushort)(last + 1);
        }
        while (taken[last]);
        taken[last] = true;
        count++;
        return last;
    }

    public void Release(ushort id)
    {
        if (!taken[id])
        {
            return;
        }

        taken[id] = false;
        count--;
    }
}
