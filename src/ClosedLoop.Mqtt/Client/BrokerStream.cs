using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ClosedLoop.Mqtt;

/// <summary>The byte stream to a broker: TCP, and TLS over it when asked for.</summary>
internal static class BrokerStream
{
    /// <summary>Connects; a certificate that is not trusted, or not for this name, is an <see cref="AuthenticationException"/> that says so.</summary>
    public static async Task<Stream> OpenAsync(MqttAddress address, MqttTlsOptions? tls, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return tls is null ? plain : await SecureAsync(plain, address, tls, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(NetworkStream plain, MqttAddress address, MqttTlsOptions tls, CancellationToken cancellationToken)
    {
        string? problem = null;
        var name = tls.ServerName ?? address.Host;
        var roots = TlsCertificates.Roots(tls);
        var trust = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (roots is not null)
        {
            trust.TrustMode = X509ChainTrustMode.CustomRootTrust;
            trust.CustomTrustStore.AddRange(roots);
        }

        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = name,
                CertificateChainPolicy = trust,
                ClientCertificateContext = TlsCertificates.Own(tls),
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (problem = Problem(certificate, chain, errors, name, tls)) is null,
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch (AuthenticationException failure)
        {
            throw new AuthenticationException(problem ?? $"TLS failed: {failure.GetBaseException().Message}", failure);
        }
        catch (IOException failure)
        {
            throw new IOException($"The connection ended within the TLS handshake (does this port speak TLS?): {failure.Message}", failure);
        }
    }

    /// <summary>What is wrong with the broker's certificate, or null.</summary>
    private static string? Problem(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, string name, MqttTlsOptions tls)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (shown is not X509Certificate2 certificate || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "The broker shows no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var authority = tls.CaFile is { } file ? $"the CA file {file}" : "the certificate authorities of this machine (a CA file would say whom to trust)";
            var details = string.Join("; ", chain!.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
            return $"The broker's certificate ({certificate.Subject}, issued by {certificate.Issuer}) is not trusted by {authority}: {details}";
        }

        return $"The broker's certificate is for {Names(certificate)}, not for '{name}'; connect by a name that it bears, or give that as the TLS server name";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names.Select(name => $"'{name}'")) : certificate.Subject;
    }
}
