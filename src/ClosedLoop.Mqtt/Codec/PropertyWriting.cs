namespace ClosedLoop.Mqtt;

/// <summary>Writes properties that are present and leaves out those that are null.</summary>
internal static class PropertyWriting
{
    public static void Property(this PacketBuffer buffer, PropertyId id, byte? value)
    {
        if (value is not { } present)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.Byte(present);
    }

    public static void Property(this PacketBuffer buffer, PropertyId id, bool? value)
    {
        if (value is not { } present)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.Byte(present ? (byte)1 : (byte)0);
    }

    public static void Property(this PacketBuffer buffer, PropertyId id, ushort? value)
    {
        if (value is not { } present)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.UInt16(present);
    }

    public static void Property(this PacketBuffer buffer, PropertyId id, uint? value)
    {
        if (value is not { } present)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.UInt32(present);
    }

    public static void Property(this PacketBuffer buffer, PropertyId id, string? value)
    {
        if (value is null)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.Text(value);
    }

    public static void Property(this PacketBuffer buffer, PropertyId id, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } present)
        {
            return;
        }

        buffer.Byte((byte)id);
        buffer.Binary(present.Span);
    }

    public static void SubscriptionIdentifier(this PacketBuffer buffer, uint value)
    {
        buffer.Byte((byte)PropertyId.SubscriptionIdentifier);
        buffer.VariableInteger(value);
    }

    public static void UserProperties(this PacketBuffer buffer, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            buffer.Byte((byte)PropertyId.UserProperty);
            buffer.Text(properties[i].Key);
            buffer.Text(properties[i].Value);
        }
    }
}
