namespace ClosedLoop.Mqtt.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void Next_DoublesUpToTheLongestWithJitterOfAtMostAHalf()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new Random(3));
        double[] full = [1, 2, 4, 8, 16, 30, 30, 30];
        foreach (var expected in full)
        {
            backoff.Next().TotalSeconds.ShouldBeInRange(expected / 2, expected);
        }

        backoff.Reset();
        backoff.Next().TotalSeconds.ShouldBeInRange(0.5, 1);
        backoff.GoToLongest();
        backoff.Next().TotalSeconds.ShouldBeInRange(15, 30);
    }

    [Fact]
    public void PacketIds_AreUniqueWhileInUseAndRunOutAt65535()
    {
        var ids = new PacketIds();
        var taken = Enumerable.Range(0, 65_535).Select(_ => ids.Take()).ToHashSet();
        (taken.Count, taken.Min(), taken.Max()).ShouldBe((65_535, (ushort)1, ushort.MaxValue));
        ids.Take().ShouldBe((ushort)0);
        ids.Release(4_000);
        ids.Release(4_000);
        ids.Take().ShouldBe((ushort)4_000);
        ids.Take().ShouldBe((ushort)0);
    }
}
