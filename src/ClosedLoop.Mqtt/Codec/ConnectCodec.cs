namespace ClosedLoop.Mqtt;

/// <summary>CONNECT (section 3.1). It says itself in which version it is written.</summary>
internal static class ConnectCodec
{
    public static void Write(PacketBuffer buffer, ConnectPacket packet)
    {
        buffer.Text("MQTT");
        buffer.Byte((byte)packet.Version);
        buffer.Byte(Flags(packet));
        buffer.UInt16(packet.KeepAlive);
        if (packet.Version == MqttVersion.V5)
        {
            WriteProperties(buffer, packet);
        }

        buffer.Text(packet.ClientId);
        if (packet.Will is { } will)
        {
            WillCodec.Write(buffer, will, packet.Version);
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

    /// <param name="reader">The body.</param>
    /// <param name="version">The version to answer in; set also if CONNECT is refused.</param>
    public static ConnectPacket Read(PacketReader reader, out MqttVersion version)
    {
        version = MqttVersion.V5;
        version = reader.Version = ReadVersion(ref reader, ref version);
        var flags = reader.ReadByte();
        var hasWill = (flags & 0x04) != 0;
        var nameless = version == MqttVersion.V311 && (flags & 0xC0) == 0x40;
        if ((flags & 0x01) != 0 || (!hasWill && (flags & 0x38) != 0) || (flags & 0x18) == 0x18 || nameless)
        {
            throw PacketReader.Malformed("The flags of CONNECT contradict each other");
        }

        var packet = new ConnectPacket("") { Version = version, CleanStart = (flags & 0x02) != 0, KeepAlive = reader.ReadUInt16() };
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

    /// <summary>Who speaks 3.1 (<c>MQIsdp</c>, level 3) or a version not made yet is told so in the words of 3.1.1 or 5, whichever it may know.</summary>
    private static MqttVersion ReadVersion(ref PacketReader reader, ref MqttVersion answer)
    {
        var (name, level) = (reader.ReadText(), reader.ReadByte());
        if (name == "MQTT" && level is (byte)MqttVersion.V311 or (byte)MqttVersion.V5)
        {
            return (MqttVersion)level;
        }

        answer = level < (byte)MqttVersion.V5 ? MqttVersion.V311 : MqttVersion.V5;
        throw new MqttProtocolException(
            MqttReasonCode.UnsupportedProtocolVersion, $"The client speaks '{name}', level {level}; this broker MQTT 5 and 3.1.1 (levels 5 and 4)");
    }

    private static void WriteProperties(PacketBuffer buffer, ConnectPacket packet)
    {
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
