using System.Security.Authentication;

namespace ClosedLoop.Mqtt;

/// <summary>What the failure of a connection means.</summary>
internal static class ConnectFailure
{
    /// <summary>Whether waiting will not help: credentials, certificates, names or files are wrong, and a person must act.</summary>
    public static bool NeedsPerson(Exception failure) => failure switch
    {
        AuthenticationException or InvalidDataException => true,
        MqttProtocolException refusal => refusal.ReasonCode is MqttReasonCode.UnsupportedProtocolVersion
            or MqttReasonCode.ClientIdentifierNotValid
            or MqttReasonCode.BadUserNameOrPassword
            or MqttReasonCode.NotAuthorized
            or MqttReasonCode.Banned
            or MqttReasonCode.BadAuthenticationMethod
            or MqttReasonCode.TopicNameInvalid
            or MqttReasonCode.QosNotSupported
            or MqttReasonCode.RetainNotSupported
            or MqttReasonCode.SessionTakenOver,
        _ => false,
    };

    /// <summary>What a refusal or a goodbye of the broker says besides its reason code. Another server that it names is not followed, only told.</summary>
    public static string Words(string? reason, string? otherServer) =>
        $"{(reason is null ? "" : $": {reason}")}{(otherServer is null ? "" : $"; it names another server, {otherServer}, which is not followed")}";
}
