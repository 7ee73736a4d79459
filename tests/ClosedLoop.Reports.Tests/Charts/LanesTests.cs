namespace ClosedLoop.Reports.Tests;

public sealed class LanesTests
{
    private static readonly DateTimeOffset Zero = Story.Epoch;

    [Fact]
    public void Of_OverlappingIntervals_AreStackedAndFreeLanesReused() =>
        Lanes.Of([At(0, 10), At(5, 12), At(10, 20), At(11, 13), At(12, 14)]).ShouldBe([0, 1, 0, 2, 1]);

    [Fact]
    public void Of_ManyRandomIntervals_NoLaneHoldsTwoAtOnceAndNoneIsWasted()
    {
        var chance = new Chance(5);
        for (var round = 0; round < 50; round++)
        {
            var intervals = Enumerable.Range(0, 60).Select(_ => (int)(100 * chance.Uniform())).Order().Select(start => At(start, start + 1 + (int)(20 * chance.Uniform()))).ToArray();
            var lanes = Lanes.Of(intervals);
            for (var i = 0; i < intervals.Length; i++)
            {
                for (var k = 0; k < i; k++)
                {
                    (lanes[i] == lanes[k] && intervals[k].End > intervals[i].Start).ShouldBeFalse();
                }
            }

            // Interval graphs need as many lanes as intervals meet in one point.
            var deepest = Enumerable.Range(0, 130).Max(minute => intervals.Count(interval => interval.Start <= Zero.AddMinutes(minute) && interval.End > Zero.AddMinutes(minute)));
            (lanes.Max() + 1).ShouldBe(deepest);
        }
    }

    [Fact]
    public void Union_OverlapsAndGaps_CountsEachMinuteOnce() => Lanes.Union([At(20, 25), At(0, 10), At(5, 12), At(6, 7)]).ShouldBe(TimeSpan.FromMinutes(17));

    private static (DateTimeOffset Start, DateTimeOffset End) At(int from, int to) => (Zero.AddMinutes(from), Zero.AddMinutes(to));
}
