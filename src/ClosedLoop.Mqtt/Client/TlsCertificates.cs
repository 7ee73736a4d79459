using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClosedLoop.Mqtt;

/// <summary>
/// What <see cref="MqttTlsOptions"/> names, read from its files. Whatever is wrong with one is an <see cref="InvalidDataException"/> that names it.
/// </summary>
internal static class TlsCertificates
{
    /// <summary>The trusted roots, or null for this machine's.</summary>
    public static X509Certificate2Collection? Roots(MqttTlsOptions options)
    {
        if (options.CaFile is not { } file)
        {
            return null;
        }

        var roots = Read(file, "CA file", () =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found;
        });
        return roots.Count > 0 ? roots : throw new InvalidDataException($"The CA file {file} holds no certificate in PEM form");
    }

    /// <summary>The client's own certificate with its intermediates, or null for none.</summary>
    public static SslStreamCertificateContext? Own(MqttTlsOptions options)
    {
        if (options.ClientCertificateFile is not { } file)
        {
            return null;
        }

        var password = options.ClientKeyPasswordFile is { } secret ? SecretFile.Read(secret, "file with the password of the client's key") : null;
        var own = Read(file, options.ClientKeyFile is { } key ? $"client certificate (with the key {key})" : "client certificate", () =>
            Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12" ? X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password)
            : [WithUsableKey(FromPem(file, options.ClientKeyFile ?? file, password)), .. Intermediates(file)]);
        var leaf = own.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new InvalidDataException($"The client certificate {file} comes without its private key");
        own.Remove(leaf);
        return SslStreamCertificateContext.Create(leaf, own, offline: true);
    }

    private static X509Certificate2 FromPem(string file, string keyFile, string? password) => password is null
        ? X509Certificate2.CreateFromPemFile(file, keyFile)
        : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);

    private static X509Certificate2Collection Intermediates(string file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        all.RemoveAt(0);
        return all;
    }

    /// <summary>Windows takes no key for TLS that was never stored.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
        : certificate;

    private static X509Certificate2Collection Read(string file, string what, Func<X509Certificate2Collection> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException($"The {what} {file} cannot be used: {failure.Message}", failure);
        }
    }
}
