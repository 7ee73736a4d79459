namespace ClosedLoop.Mqtt;

/// <summary>
/// TLS towards a broker. Files are read at every connect, so that a renewed certificate is taken without a restart. That the broker's certificate is trusted
/// and bears the right name is always checked; who connects by another name than the certificate has says so with <see cref="ServerName"/>.
/// </summary>
public sealed record MqttTlsOptions
{
    /// <summary>PEM file with the root certificates that are trusted instead of this machine's; null trusts this machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// Certificate of this client, for brokers that ask for one: PEM (with intermediates behind it), or PFX by its ending .pfx or .p12. Null for none.
    /// </summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with the key of a PEM certificate; null if the certificate's file holds it too.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>File with the password of an encrypted key or PFX; null if it has none.</summary>
    public string? ClientKeyPasswordFile { get; init; }

    /// <summary>The name that the broker's certificate must bear; null for the host of the address.</summary>
    public string? ServerName { get; init; }
}
