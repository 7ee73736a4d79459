using System.ComponentModel.DataAnnotations;
using ClosedLoop.Mqtt;
using Microsoft.Extensions.Options;

namespace ClosedLoop;

/// <summary>Which broker the lab uses, and how this process connects to it.</summary>
public sealed class BrokerSettings
{
    /// <summary>A broker inside this process, or one that runs already.</summary>
    [EnumDataType(typeof(BrokerMode), ErrorMessage = "ClosedLoop:Broker:Mode is Embedded or External")]
    public BrokerMode Mode { get; set; } = BrokerMode.Embedded;

    /// <summary>Host name or address; an embedded broker listens on it.</summary>
    [Required(ErrorMessage = "ClosedLoop:Broker:Host is missing")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 lets an embedded broker take any free one.</summary>
    [TcpPort(ErrorMessage = "ClosedLoop:Broker:Port is a TCP port, 0 to 65535")]
    public int Port { get; set; } = 1883;

    /// <summary>How a broker of ours guards its doors.</summary>
    [ValidateObjectMembers]
    public EmbeddedBrokerSettings Embedded { get; set; } = new();

    /// <summary>The protocol: V5, or V311 for a broker that has nothing newer.</summary>
    [EnumDataType(typeof(MqttVersion), ErrorMessage = "ClosedLoop:Broker:Version is V5 or V311")]
    public MqttVersion Version { get; set; } = MqttVersion.V5;

    /// <summary>
    /// Seconds within which the broker saves what it has acknowledged; 0, the default, for one that never loses it. What was acknowledged less than this before
    /// a connection was lost is sent once more; mosquitto with <c>autosave_interval 1</c> needs about 5.
    /// </summary>
    [Range(0, 3600, ErrorMessage = "ClosedLoop:Broker:SavesWithinSeconds is 0 to 3600")]
    public double SavesWithinSeconds { get; set; }

    /// <summary>Whether connections to the broker use TLS. Its certificate is always checked.</summary>
    public bool Tls { get; set; }

    /// <summary>PEM file with the roots that are trusted instead of this machine's.</summary>
    public string? CaFile { get; set; }

    /// <summary>Certificate that this process shows the broker: PEM, or PFX.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>PEM file with the key of a PEM certificate, unless the certificate's file holds it.</summary>
    public string? ClientKey { get; set; }

    /// <summary>File with the password of an encrypted key or PFX.</summary>
    public string? ClientKeyPasswordFile { get; set; }

    /// <summary>The name in the broker's certificate, if it is not <see cref="Host"/>.</summary>
    public string? ServerName { get; set; }

    /// <summary>User name at the broker; none by default.</summary>
    public string? User { get; set; }

    /// <summary>The user's password. Meant for the environment variable <c>ClosedLoop__Broker__Password</c>; in files use <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>File with the user's password in its first line, read at every connect.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>What does not fit together; looked at when a connection is wanted, because the command line completes these settings.</summary>
    internal IEnumerable<string> Contradictions()
    {
        (string Name, string? Value)[] onlyWithTls =
        [
            (nameof(CaFile), CaFile), (nameof(ClientCertificate), ClientCertificate), (nameof(ClientKey), ClientKey),
            (nameof(ClientKeyPasswordFile), ClientKeyPasswordFile), (nameof(ServerName), ServerName),
        ];
        foreach (var (name, _) in onlyWithTls.Where(setting => setting.Value is not null && !Tls))
        {
            yield return $"ClosedLoop:Broker:{name} has a meaning only with TLS (ClosedLoop:Broker:Tls true, or mqtts://)";
        }

        if (User is null && (Password ?? PasswordFile) is not null)
        {
            yield return "ClosedLoop:Broker has a password and no User";
        }

        if (Password is not null && PasswordFile is not null)
        {
            yield return "ClosedLoop:Broker has both a Password and a PasswordFile; which one?";
        }

        if ((ClientKey ?? ClientKeyPasswordFile) is not null && ClientCertificate is null)
        {
            yield return "ClosedLoop:Broker has a ClientKey and no ClientCertificate";
        }
    }
}
