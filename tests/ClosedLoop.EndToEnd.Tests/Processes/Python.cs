using System.Diagnostics;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Debian's Python, with the MQTT client that the examples use.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Starts a script of the published contract.</summary>
    public static RunningProcess Start(string script, string folder, params IEnumerable<string> arguments) =>
        new(Program, ["-u", Path.Combine(Executable.Checkout, "docs", "mqtt", script), .. arguments], folder);

    /// <summary>Skips the test with a reason where the client is not installed, but not in CI.</summary>
    public static async Task NeedPahoAsync()
    {
        if (File.Exists(Program))
        {
            using var probe = Process.Start(new ProcessStartInfo(Program, ["-c", "import paho.mqtt"]) { RedirectStandardError = true })!;
            await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (probe.ExitCode == 0)
            {
                return;
            }
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("python3-paho-mqtt is not installed, and CI must run the published instrument.");
        }

        Assert.Skip("python3-paho-mqtt is not installed.");
    }
}
