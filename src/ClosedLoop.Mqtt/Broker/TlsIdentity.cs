using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClosedLoop.Mqtt;

/// <summary>The certificates of a TLS endpoint, read once.</summary>
internal sealed class TlsIdentity
{
    private const string CommonNameId = "2.5.4.3";
    private readonly SslServerAuthenticationOptions _options;

    private TlsIdentity(SslServerAuthenticationOptions options) => _options = options;

    /// <summary>Reads the files and adds what is wrong with them to a list; null if anything is.</summary>
    public static TlsIdentity? Load(MqttTlsEndpoint endpoint, List<string> mistakes)
    {
        var before = mistakes.Count;
        var certificate = Try(endpoint.CertificateFile, () => X509Certificate2.CreateFromPemFile(endpoint.CertificateFile, endpoint.KeyFile), mistakes);
        var chain = certificate is null ? null : Try(endpoint.CertificateFile, () => Certificates(endpoint.CertificateFile), mistakes);
        var authorities = endpoint.ClientCaFile is { } path ? Try(path, () => Certificates(path), mistakes) : null;
        if (mistakes.Count > before)
        {
            return null;
        }

        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate!, chain, offline: true),
            ClientCertificateRequired = authorities is not null,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        return new TlsIdentity(options);
    }

    /// <summary>Shakes hands; the stream to go on with, and the common name of the client's certificate if one is required.</summary>
    public async Task<(Stream Stream, string? CertificateName)> SecureAsync(Stream plain, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(_options, cancellationToken).ConfigureAwait(false);
            var name = _options.ClientCertificateRequired ? CommonName(secure.RemoteCertificate) : null;
            return (secure, name);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static string CommonName(X509Certificate? certificate) =>
        (certificate as X509Certificate2)?.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameId)?.GetSingleElementValue()
        ?? throw new AuthenticationException("The client's certificate has no common name");

    private static X509Certificate2Collection Certificates(string path)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(path);
        return found.Count > 0 ? found : throw new CryptographicException("no certificate in it");
    }

    private static T? Try<T>(string path, Func<T> read, List<string> mistakes)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{path}: {failure.Message}");
            return null;
        }
    }
}
