namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The mosquitto broker with persistence, as a process on a port of this test.</summary>
internal static class Mosquitto
{
    /// <summary>Starts it; killed and started again with the same folder it reads back what it had saved.</summary>
    public static RunningProcess Start(string folder, int port)
    {
        var configuration = Path.Combine(folder, "mosquitto.conf");
        // `user root` only keeps a broker that root starts from giving up its rights, and with them this folder.
        File.WriteAllText(configuration, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            user root
            persistence true
            persistence_location {folder}/
            autosave_interval 1
            log_dest stderr

            """);
        return new RunningProcess(Find(), ["-c", configuration], folder);
    }

    /// <summary>Where it is installed; elsewhere the test is skipped with that reason, but not in CI.</summary>
    public static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        if (folders.Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists) is { } path)
        {
            return path;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("mosquitto is not installed, and CI must check against it.");
        }

        Assert.Skip("mosquitto is not installed.");
        return "";
    }
}
