namespace ClosedLoop.Mqtt;

/// <summary>Where an embedded broker listens for connections over TLS, and how it identifies itself.</summary>
/// <param name="Address">Where to listen; port 0 takes a free one, see <see cref="MqttBroker.TlsAddress"/>.</param>
/// <param name="CertificateFile">PEM file with the certificate, and behind it those between it and the root, if any.</param>
/// <param name="KeyFile">PEM file with its private key, not encrypted.</param>
public sealed record MqttTlsEndpoint(MqttAddress Address, string CertificateFile, string KeyFile)
{
    /// <summary>
    /// PEM file with the authorities of client certificates. If it is given, every client needs a certificate from one of them, and the common name (CN) of the
    /// certificate is its user name; a password is not asked for. Null by default.
    /// </summary>
    public string? ClientCaFile { get; init; }
}
