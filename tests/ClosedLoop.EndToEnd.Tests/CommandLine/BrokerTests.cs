using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The broker as a process of its own, and its password file.</summary>
[Collection(nameof(OneAtATime))]
public sealed class BrokerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Broker_WithUsers_LetsThemInAndNobodyElse()
    {
        await SetPasswordAsync("furnace-1", "glow");
        await SetPasswordAsync("mixer-1", "stir");
        await SetPasswordAsync("furnace-1", "heat");
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--password-file", "users", "--acl-file", Path.Combine(Executable.Checkout, "docs", "mqtt", "lab.acl")]);
        var port = PortIn(await broker.LineAsync("Broker at mqtt://127.0.0.1:"));

        (await ConnectAsync(port, "furnace-1", "heat")).ShouldBe(0);
        (await ConnectAsync(port, "mixer-1", "stir")).ShouldBe(0);
        (await ConnectAsync(port, "furnace-1", "glow")).ShouldBe(4);
        await broker.LineAsync("Refused check The password of 'furnace-1' is wrong");
    }

    [Fact]
    public async Task Broker_ForOtherMachinesWithoutCredentials_DoesNotStart()
    {
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--address", "0.0.0.0"]);

        (await broker.ExitAsync()).ShouldBe(2, broker.Text);
        broker.Text.ShouldContain("mqtt://0.0.0.0:0 can be reached from other machines");
        broker.Text.ShouldContain("give a password file");
    }

    [Fact]
    public async Task Embedded_ForOtherMachinesWithoutCredentials_DoesNotStartEither()
    {
        await using var run = Executable.Start(
            _folder.FullPath, ["run", BenchFiles.WriteCampaign(_folder, "unstarted", 3)], ("ClosedLoop__Broker__Host", "0.0.0.0"));

        (await run.ExitAsync()).ShouldBe(2, run.Text);
        run.Text.ShouldContain("can be reached from other machines");
    }

    [Fact]
    public async Task Broker_WithTls_SaysBothAddresses()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _folder.Write("certificate.pem", certificate.ExportCertificatePem());
        _folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        await using var broker = Executable.Start(
            _folder.FullPath, ["broker", "--tls-port", "0", "--tls-certificate", "certificate.pem", "--tls-key", "key.pem"]);

        (await broker.LineAsync("Broker at mqtt://127.0.0.1:")).ShouldContain(" and mqtts://127.0.0.1:");
    }

    [Fact]
    public async Task Broker_WithMistakesEverywhere_TellsThemAll()
    {
        _folder.Write("users", "furnace-1:open\n");
        _folder.Write("acl", "usr x\n");
        await using var broker = Executable.Start(_folder.FullPath, ["broker", "--password-file", "users", "--acl-file", "acl"]);
        (await broker.ExitAsync()).ShouldBe(2, broker.Text);
        broker.Text.ShouldContain("users:1: 'furnace-1': the password is not hashed");
        broker.Text.ShouldContain("acl:1: 'usr'");

        await using var settings = Executable.Start(_folder.FullPath, ["broker", "--tls-port", "70000", "--tls-key", "key.pem"]);
        (await settings.ExitAsync()).ShouldBe(2, settings.Text);
        settings.Text.ShouldContain("ClosedLoop:Broker:Embedded:TlsPort is a TCP port, 0 to 65535");
    }

    [Theory]
    [InlineData("", "furnace-1", "the password is empty")]
    [InlineData("secret", "a:b", "a character that a user name cannot have")]
    public async Task Passwd_ThatCannotBe_ChangesNothing(string password, string user, string told)
    {
        await using var passwd = Passwd(user, password);
        (await passwd.ExitAsync()).ShouldBe(2, passwd.Text);
        passwd.Text.ShouldContain(told);
        File.Exists(Path.Combine(_folder.FullPath, "users")).ShouldBeFalse();
    }

    private static int PortIn(string line) => int.Parse(line.Split("127.0.0.1:")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The return code of an MQTT 3.1.1 CONNECT, byte by byte, so that no client of ours is in between.</summary>
    private static async Task<int> ConnectAsync(int port, string user, string password)
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 0xC2, 0, 60, .. Text("check"), .. Text(user), .. Text(password)];
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body], TestContext.Current.CancellationToken);
        var answer = new byte[4];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        return answer[3];
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private RunningProcess Passwd(string user, string password) =>
        new("sh", ["-c", $"printf '{password}\\n' | dotnet '{Executable.Path}' passwd users '{user}'"], _folder.FullPath);

    private async Task SetPasswordAsync(string user, string password)
    {
        await using var passwd = Passwd(user, password);
        (await passwd.ExitAsync()).ShouldBe(0, passwd.Text);
    }
}
