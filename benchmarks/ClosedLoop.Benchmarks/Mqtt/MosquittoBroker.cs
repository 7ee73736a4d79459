using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Benchmarks;

/// <summary>A mosquitto broker of this run: a free loopback port, nothing on disk, no limits on queues and windows, so that the speed is its own.</summary>
internal sealed class MosquittoBroker : IDisposable
{
    private static readonly string[] Settings =
    [
        "allow_anonymous true", "persistence false", "log_dest none", "set_tcp_nodelay true", "max_inflight_messages 0", "max_queued_messages 0", "max_queued_bytes 0",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mosquitto-bench-");

    private MosquittoBroker(string program)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new MqttAddress("127.0.0.1", ((IPEndPoint)probe.LocalEndpoint).Port);
        }

        var configuration = Path.Combine(_folder.FullName, "mosquitto.conf");
        File.WriteAllLines(configuration, [$"listener {Address.Port} {Address.Host}", .. Settings]);
        Process = Process.Start(new ProcessStartInfo(program, ["-c", configuration]))!;
        WaitUntilListening();
    }

    public MqttAddress Address { get; }

    public Process Process { get; }

    public static string Configuration => string.Join(", ", Settings);

    /// <summary>Null where mosquitto is not installed.</summary>
    public static MosquittoBroker? Start()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        return folders.Select(f => Path.Combine(f, "mosquitto")).FirstOrDefault(File.Exists) is { } program ? new MosquittoBroker(program) : null;
    }

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void WaitUntilListening()
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var probe = new TcpClient(Address.Host, Address.Port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(10) && !Process.HasExited)
            {
                Thread.Sleep(20);
            }
        }
    }
}
