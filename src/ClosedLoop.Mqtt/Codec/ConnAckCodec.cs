namespace ClosedLoop.Mqtt;

/// <summary>CONNACK (section 3.2).</summary>
internal static class ConnAckCodec
{
    public static void Write(PacketBuffer buffer, ConnAckPacket packet, MqttVersion version)
    {
        buffer.Byte(packet.SessionPresent ? (byte)1 : (byte)0);
        if (version == MqttVersion.V311)
        {
            buffer.Byte(ReturnCodes.OfConnect(packet.ReasonCode)
                ?? throw new ArgumentOutOfRangeException(nameof(packet), packet.ReasonCode, "MQTT 3.1.1 has no return code for this reason."));
            return;
        }

        buffer.Byte((byte)packet.ReasonCode);
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.SessionExpiryInterval, packet.SessionExpiryInterval);
        buffer.Property(PropertyId.ReceiveMaximum, packet.ReceiveMaximum);
        buffer.Property(PropertyId.MaximumQos, packet.MaximumQos);
        buffer.Property(PropertyId.RetainAvailable, packet.RetainAvailable);
        buffer.Property(PropertyId.MaximumPacketSize, packet.MaximumPacketSize);
        buffer.Property(PropertyId.AssignedClientIdentifier, packet.AssignedClientIdentifier);
        buffer.Property(PropertyId.TopicAliasMaximum, packet.TopicAliasMaximum);
        buffer.Property(PropertyId.ReasonString, packet.ReasonString);
        buffer.Property(PropertyId.WildcardSubscriptionAvailable, packet.WildcardSubscriptionAvailable);
        buffer.Property(PropertyId.SubscriptionIdentifierAvailable, packet.SubscriptionIdentifiersAvailable);
        buffer.Property(PropertyId.SharedSubscriptionAvailable, packet.SharedSubscriptionAvailable);
        buffer.Property(PropertyId.ServerKeepAlive, packet.ServerKeepAlive);
        buffer.Property(PropertyId.ResponseInformation, packet.ResponseInformation);
        buffer.Property(PropertyId.ServerReference, packet.ServerReference);
        buffer.Property(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        buffer.Property(PropertyId.AuthenticationData, packet.AuthenticationData);
        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
    }

    public static ConnAckPacket Read(PacketReader reader)
    {
        var present = reader.ReadFlag("Session present");
        var code = reader.ReadByte();
        // Without any property section it is the answer of a server that knows nothing newer than 3.1.1.
        if (reader.Version == MqttVersion.V311 || (reader.IsAtEnd && code != 0))
        {
            reader.ExpectEnd();
            return new ConnAckPacket(present, ReturnCodes.ToConnectReason(code));
        }

        var packet = new ConnAckPacket(present, (MqttReasonCode)code);
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            packet = WithProperty(packet, id, ref properties);
        }

        reader.ExpectEnd();
        return packet with { UserProperties = properties.UserProperties };
    }

    private static ConnAckPacket WithProperty(ConnAckPacket packet, PropertyId id, ref PropertyReader properties) => id switch
    {
        PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.UInt32() },
        PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = properties.PositiveUInt16(id) },
        PropertyId.MaximumQos => packet with { MaximumQos = properties.Flag(id) ? (byte)1 : (byte)0 },
        PropertyId.RetainAvailable => packet with { RetainAvailable = properties.Flag(id) },
        PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = properties.PositiveUInt32(id) },
        PropertyId.AssignedClientIdentifier => packet with { AssignedClientIdentifier = properties.Text() },
        PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = properties.UInt16() },
        PropertyId.ReasonString => packet with { ReasonString = properties.Text() },
        PropertyId.WildcardSubscriptionAvailable => packet with { WildcardSubscriptionAvailable = properties.Flag(id) },
        PropertyId.SubscriptionIdentifierAvailable => packet with { SubscriptionIdentifiersAvailable = properties.Flag(id) },
        PropertyId.SharedSubscriptionAvailable => packet with { SharedSubscriptionAvailable = properties.Flag(id) },
        PropertyId.ServerKeepAlive => packet with { ServerKeepAlive = properties.UInt16() },
        PropertyId.ResponseInformation => packet with { ResponseInformation = properties.Text() },
        PropertyId.ServerReference => packet with { ServerReference = properties.Text() },
        PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text() },
        PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Binary() },
        _ => throw PropertyReader.NotAllowed(id, PacketType.ConnAck),
    };
}
