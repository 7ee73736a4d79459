namespace ClosedLoop.Calculations.Tests;

/// <summary>Programs that tests execute for real. Where one is missing a test is skipped and says so; in CI, which installs them, it fails.</summary>
internal static class InstalledProgram
{
    public static void Need(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Array.Exists(folders, folder => File.Exists(Path.Combine(folder, program))))
        {
            return;
        }

        var message = $"{program} is not installed; apt-get install {package}";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null, message);
        Assert.Fail(message);
    }
}
