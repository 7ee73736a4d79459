namespace ClosedLoop.Tests;

/// <summary>The checkout that this test runs in.</summary>
internal static class Checkout
{
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClosedLoop.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Not within a checkout");
        }

        return Path.Combine([folder.FullName, .. parts]);
    }
}
