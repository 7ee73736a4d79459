namespace ClosedLoop.EndToEnd.Tests;

/// <summary>The mosquitto broker with persistence, as a process on a port of this test.</summary>
internal static class Mosquitto
{
    /// <summary>Starts it; killed and started again with the same folder it reads back what it had saved.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="access">Lines of its configuration that say whom it lets in, and how.</param>
    public static RunningProcess Start(string folder, int port, string access = "allow_anonymous true")
    {
        var configuration = Path.Combine(folder, "mosquitto.conf");
        // `user root` only keeps a broker that root starts from giving up its rights, and with them this folder.
        File.WriteAllText(configuration, $"""
            listener {port} 127.0.0.1
            {access}
            user root
            persistence true
            persistence_location {folder}/
            autosave_interval 1
            log_dest stderr

            """);
        return new RunningProcess(Find(), ["-c", configuration], folder);
    }

    /// <summary>A password file with one user in it.</summary>
    public static async Task<string> PasswordFileAsync(string folder, string user, string password)
    {
        var path = Path.Combine(folder, "mosquitto.passwords");
        await using var program = new RunningProcess(Find("mosquitto_passwd"), ["-c", "-b", path, user, password], folder);
        (await program.ExitAsync()).ShouldBe(0, program.Text);
        return path;
    }

    /// <summary>Where it is installed; elsewhere the test is skipped with that reason, but not in CI.</summary>
    public static string Find(string name = "mosquitto")
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path)
        {
            return path;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{name} is not installed, and CI must check against it.");
        }

        Assert.Skip($"{name} is not installed.");
        return "";
    }
}
