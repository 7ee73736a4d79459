namespace ClosedLoop.Calculations.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const int MostTries = 1000;

    public string Path { get; } = Directory.CreateTempSubdirectory("calculation-test-").FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What writes down how a run ended may still write a last file while the folder is emptied.</summary>
    public void Dispose()
    {
        for (var left = MostTries; Directory.Exists(Path); left--)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Yield();
            }
        }
    }
}
