using ClosedLoop.Tests;

namespace ClosedLoop.Calculations.Tests;

/// <summary>One cluster for all tests that need one; they take turns.</summary>
public sealed class SlurmFixture : IAsyncLifetime
{
    private SlurmCluster? _cluster;

    internal SlurmCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        if (SlurmCluster.Missing is null)
        {
            _cluster = new SlurmCluster();
            await _cluster.StartAsync();
        }
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Runs a test on one thread, as an instrument lives on one; skipped with a reason where Slurm is not installed, but not in CI.</summary>
    internal void Try(Func<SlurmBench, Task> test)
    {
        if (SlurmCluster.Missing is { } missing)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail($"CI must run on a real cluster: {missing}");
            }

            Assert.Skip(missing);
        }

        new OneThread().Run(async () =>
        {
            await using var bench = new SlurmBench(Cluster);
            await bench.ReadyAsync();
            await test(bench);
        });
    }
}
