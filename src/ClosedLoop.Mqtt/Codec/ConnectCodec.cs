namespace ClosedLoop.Mqtt;

/// <summary>CONNECT (section 3.1).</summary>
internal static class ConnectCodec
{
    private const byte Version5 = 5;

    public static void Write(PacketBuffer buffer, ConnectPacket packet)
    {
        buffer.Text("MQTT");
        buffer.Byte(Version5);
        buffer.Byte(Flags(packet));
        buffer.UInt16(packet.KeepAlive);
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.SessionExpiryInterval, packet.SessionExpiryInterval);
        buffer.Property(PropertyId.ReceiveMaximum, packet.ReceiveMaximum);
        buffer.Property(PropertyId.MaximumPacketSize, packet.MaximumPacketSize);
        buffer.Property(PropertyId.TopicAliasMaximum, packet.TopicAliasMaximum);
        buffer.Property(PropertyId.RequestResponseInformation, packet.RequestResponseInformation);
        buffer.Property(PropertyId.RequestProblemInformation, packet.RequestProblemInformation);
        buffer.Property(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        buffer.Property(PropertyId.AuthenticationData, packet.AuthenticationData);
        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
        buffer.Text(packet.ClientId);
        if (packet.Will is { } will)
        {
            WillCodec.Write(buffer, will);
        }

        if (packet.UserName is { } name)
        {
            buffer.Text(name);
        }

        if (packet.Password is { } password)
        {
            buffer.Binary(password.Span);
        }
    }

    public static ConnectPacket Read(PacketReader reader)
    {
        if (reader.ReadText() != "MQTT" || reader.ReadByte() != Version5)
        {
            throw new MqttProtocolException(MqttReasonCode.UnsupportedProtocolVersion, "The client does not speak MQTT 5");
        }

        var flags = reader.ReadByte();
        var hasWill = (flags & 0x04) != 0;
        if ((flags & 0x01) != 0 || (!hasWill && (flags & 0x38) != 0) || (flags & 0x18) == 0x18)
        {
            throw PacketReader.Malformed("The flags of CONNECT contradict each other");
        }

        var packet = new ConnectPacket("") { CleanStart = (flags & 0x02) != 0, KeepAlive = reader.ReadUInt16() };
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            packet = id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.UInt32() },
                PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = properties.PositiveUInt16(id) },
                PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = properties.PositiveUInt32(id) },
                PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = properties.UInt16() },
                PropertyId.RequestResponseInformation => packet with { RequestResponseInformation = properties.Flag(id) },
                PropertyId.RequestProblemInformation => packet with { RequestProblemInformation = properties.Flag(id) },
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text() },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Binary() },
                _ => throw PropertyReader.NotAllowed(id, PacketType.Connect),
            };
        }
        if (packet is { AuthenticationData: not null, AuthenticationMethod: null })
        {
            throw new MqttProtocolException(MqttReasonCode.ProtocolError, "Authentication data without a method");
        }

        packet = packet with
        {
            UserProperties = properties.UserProperties,
            ClientId = reader.ReadText(),
            Will = hasWill ? WillCodec.Read(ref reader, flags) : null,
            UserName = (flags & 0x80) != 0 ? reader.ReadText() : null,
            Password = (flags & 0x40) != 0 ? reader.ReadBinary() : (ReadOnlyMemory<byte>?)null,
        };
        reader.ExpectEnd();
        return packet;
    }

    private static byte Flags(ConnectPacket packet)
    {
        var flags = packet.CleanStart ? 0x02 : 0;
        if (packet.Will is { } will)
        {
            flags |= 0x04 | (will.Qos << 3) | (will.Retain ? 0x20 : 0);
        }

        if (packet.Password is not null)
        {
            flags |= 0x40;
        }

        if (packet.UserName is not null)
        {
            flags |= 0x80;
        }

        return (byte)flags;
    }
}
