using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// The mosquitto broker, or one of its command-line clients, as a process of this test: a port of its own, no configuration of the machine, ended by its
/// own handle. Where it is not installed the test is skipped with that reason, except in CI, where its absence is a failure.
/// </summary>
internal sealed class MosquittoProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;

    private MosquittoProcess(Process process, string? folder, MqttAddress address)
    {
        _process = process;
        _folder = folder;
        Address = address;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public MqttAddress Address { get; }

    /// <summary>Everything that it prints, line by line.</summary>
    public Inbox<string> Lines { get; } = new();

    /// <summary>A broker that accepts connections when the task ends.</summary>
    public static async Task<MosquittoProcess> StartBrokerAsync(int port = 0, string settings = "allow_anonymous true")
    {
        var program = Find("mosquitto");
        port = port != 0 ? port : FreePort();
        var folder = Directory.CreateTempSubdirectory("mosquitto-test-").FullName;
        var configuration = Path.Combine(folder, "mosquitto.conf");
        // `user` only keeps a broker that root starts from giving up its rights, and with them its files.
        var text = $"user {Environment.UserName}\nlistener {port} 127.0.0.1\n{settings}\npersistence false\nset_tcp_nodelay true\nlog_dest stderr\n";
        await File.WriteAllTextAsync(configuration, text, TestContext.Current.CancellationToken);
        var broker = new MosquittoProcess(Start(program, ["-c", configuration]), folder, new MqttAddress("127.0.0.1", port));
        await broker.Lines.NextAsync(line => line.Contains("running", StringComparison.Ordinal));
        return broker;
    }

    /// <summary>A program of mosquitto that ends by itself; its exit code.</summary>
    public static async Task<int> RunAsync(string name, params IEnumerable<string> arguments)
    {
        await using var program = new MosquittoProcess(Start(Find(name), arguments), null, new MqttAddress(""));
        return await program.ExitAsync();
    }

    /// <summary><c>mosquitto_pub</c>, <c>mosquitto_sub</c> or <c>mosquitto_rr</c>, speaking MQTT 5 to a broker unless the arguments say otherwise.</summary>
    public static MosquittoProcess StartClient(string name, MqttAddress broker, params IEnumerable<string> arguments) =>
        // Its output goes to a pipe, where it would be held back until a block is full.
        new(Start(Find("stdbuf"), ["-oL", Find(name), "-V", "5", "-h", broker.Host, "-p", $"{broker.Port}", .. arguments]), null, broker);

    /// <summary>A subscriber whose subscription is in place when the task ends; its messages follow as lines in the given format.</summary>
    public static async Task<MosquittoProcess> StartSubscriberAsync(MqttAddress broker, string format, params IEnumerable<string> arguments)
    {
        var client = StartClient("mosquitto_sub", broker, ["-d", "-F", $"got {format}", .. arguments]);
        await client.Lines.NextAsync(line => line.StartsWith("Subscribed", StringComparison.Ordinal));
        return client;
    }

    /// <summary>The next message of a subscriber.</summary>
    public async Task<string> NextMessageAsync() => (await Lines.NextAsync(line => line.StartsWith("got ", StringComparison.Ordinal)))[4..];

    /// <summary>A password file for the broker, with one user in it.</summary>
    public static async Task<string> PasswordFileAsync(string path, string user, string password)
    {
        await using var program = new MosquittoProcess(Start(Find("mosquitto_passwd"), ["-c", "-b", path, user, password]), null, new MqttAddress(""));
        (await program.ExitAsync()).ShouldBe(0);
        return path;
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        if (folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists) is { } path)
        {
            return path;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{program} is not installed, and CI must check against it.");
        }

        Assert.Skip($"{program} is not installed.");
        return "";
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            Lines.Add(line);
        }
    }
}
