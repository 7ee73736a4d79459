namespace ClosedLoop.EndToEnd.Tests;

/// <summary>Waits in real time for something that can be observed, and not for ever.</summary>
internal static class Until
{
    /// <summary>Generous, because a deadline is no measurement: a busy machine is slow and not broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(15);

    public static Task TrueAsync(Func<bool> observed, Func<string> otherwise) => SomeAsync(() => observed() ? "" : null, otherwise);

    /// <summary>What there is to see once there is something.</summary>
    public static async Task<T> SomeAsync<T>(Func<T?> look, Func<string> otherwise)
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        using var glances = new PeriodicTimer(Glance, TimeProvider.System);
        while (true)
        {
            if (look() is { } seen)
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Not seen within {Patience.TotalSeconds} s. {otherwise()}");
            }

            await glances.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
