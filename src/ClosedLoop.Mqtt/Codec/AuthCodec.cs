namespace ClosedLoop.Mqtt;

/// <summary>AUTH (section 3.15). Success without properties has no body.</summary>
internal static class AuthCodec
{
    public static void Write(PacketBuffer buffer, AuthPacket packet)
    {
        if (packet is { ReasonCode: MqttReasonCode.Success, AuthenticationMethod: null, AuthenticationData: null, ReasonString: null, UserProperties.Count: 0 })
        {
            return;
        }

        buffer.Byte((byte)packet.ReasonCode);
        var properties = buffer.BeginProperties();
        buffer.Property(PropertyId.AuthenticationMethod, packet.AuthenticationMethod);
        buffer.Property(PropertyId.AuthenticationData, packet.AuthenticationData);
        buffer.Property(PropertyId.ReasonString, packet.ReasonString);
        buffer.UserProperties(packet.UserProperties);
        buffer.EndProperties(properties);
    }

    public static AuthPacket Read(PacketReader reader)
    {
        if (reader.IsAtEnd)
        {
            return new AuthPacket(MqttReasonCode.Success);
        }

        var packet = new AuthPacket(reader.ReadReason());
        var properties = reader.ReadProperties();
        while (properties.Next(out var id))
        {
            packet = id switch
            {
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text() },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Binary() },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text() },
                _ => throw PropertyReader.NotAllowed(id, PacketType.Auth),
            };
        }
        reader.ExpectEnd();
        return packet with { UserProperties = properties.UserProperties };
    }
}
