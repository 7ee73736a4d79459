using System.Diagnostics;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>
/// A client library of another language, driven by a script of <c>Peers/Scripts</c>. Where it is not installed the test is skipped with that reason, except in
/// CI, where its absence is a failure.
/// </summary>
internal sealed record PeerScript(string Name, string Program, string File, string Probe)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Debian's node-mqtt.</summary>
    public static readonly PeerScript MqttJs = new("MQTT.js", "node", "peer.js", "require('mqtt')");

    /// <summary>Debian's python3-paho-mqtt, which belongs to the system's Python and to no other.</summary>
    public static readonly PeerScript Paho = new("paho-mqtt", "/usr/bin/python3", "peer.py", "import paho.mqtt.client");

    /// <summary>Runs the script to its end: its exit code and what it printed.</summary>
    public async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(params IEnumerable<string> arguments)
    {
        if ((await RunAsync([Program == "node" ? "-e" : "-c", Probe], TestContext.Current.CancellationToken)).Code != 0)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail($"{Name} is not installed, and CI must check against it.");
            }

            Assert.Skip($"{Name} is not installed.");
        }

        return await RunAsync([Path.Combine(AppContext.BaseDirectory, "Peers", "Scripts", File), .. arguments], TestContext.Current.CancellationToken);
    }

    private async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NODE_PATH"] = "/usr/share/nodejs";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, [$"{Program} is not there"]);
        }

        using (process)
        {
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                var errors = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
                return (process.ExitCode, [.. (await output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }
            }
        }
    }
}
