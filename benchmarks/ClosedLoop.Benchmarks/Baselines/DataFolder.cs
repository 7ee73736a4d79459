namespace ClosedLoop.Benchmarks;

/// <summary>Where real data and baselines lie: <c>CLOSEDLOOP_DATA</c>, else <c>../shared/data</c> beside the checkout; baselines beside the data.</summary>
internal static class DataFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("CLOSEDLOOP_DATA") ?? FromCheckout();

    public static string InitialDesigns => System.IO.Path.Combine(Path, "..", "baselines", "initial-designs.csv");

    /// <summary>A file as given, or else below the data folder.</summary>
    public static string Find(string file) => File.Exists(file) ? file : System.IO.Path.Combine(Path, file);

    private static string FromCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ClosedLoop.sln")))
            {
                return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data"));
            }
        }

        return System.IO.Path.GetFullPath(System.IO.Path.Combine("..", "shared", "data"));
    }
}
