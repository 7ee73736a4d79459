namespace ClosedLoop.Mqtt.Tests;

/// <summary>Waits in real time for something outside of this process, and not for ever.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<bool> observed)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var glances = new PeriodicTimer(Glance, TimeProvider.System);
        while (!observed())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience);
            await glances.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
