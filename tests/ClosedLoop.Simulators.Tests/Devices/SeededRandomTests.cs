namespace ClosedLoop.Simulators.Tests;

public sealed class SeededRandomTests
{
    // Vigna's reference implementation gives these for the seed 1234567.
    [Fact]
    public void NextUInt64_ReferenceSeed_GivesTheReferenceNumbers()
    {
        var random = new SeededRandom(1234567);

        random.NextUInt64().ShouldBe(6457827717110365317UL);
        random.NextUInt64().ShouldBe(3203168211198807973UL);
        random.NextUInt64().ShouldBe(9817491932198370423UL);
    }

    [Fact]
    public void Next_ManyDraws_AreEvenlySpread()
    {
        var random = new SeededRandom(3);
        var counts = new int[5];
        for (var i = 0; i < 10_000; i++)
        {
            counts[random.Next(5)]++;
        }

        counts.ShouldAllBe(count => count > 1850 && count < 2150);
    }
}
