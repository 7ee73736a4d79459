namespace ClosedLoop.Reports.Tests;

public sealed class LogAndTimeTicksTests
{
    [Theory]
    [InlineData(0.001, 1000, 8, "0.001|0.01|0.1|1|10|100|1000")]
    [InlineData(0.05, 5, 7, "0.05|0.1|0.2|0.5|1|2|5")]
    [InlineData(0.05, 5, 4, "0.1|1")]
    [InlineData(2, 3, 5, "2.0|2.2|2.4|2.6|2.8|3.0")]
    [InlineData(1e-8, 1e8, 6, "10⁻⁸|10⁻⁵|0.01|10|10000|10⁷")]
    public void LogTicks_Range_GivesRoundValues(double lower, double upper, int most, string labels) =>
        string.Join('|', LogTicks.Of(lower, upper, most).Select(tick => tick.Label)).ShouldBe(labels);

    [Theory]
    [InlineData("2026-03-14T18:00:10Z", "2026-03-14T20:59:00Z", 6, "18:30|19:00|19:30|20:00|20:30")]
    [InlineData("2026-03-14T22:10:00Z", "2026-03-15T04:10:00Z", 6, "23:00|15 Mar|01:00|02:00|03:00|04:00")]
    [InlineData("2026-03-14T18:00:00.2Z", "2026-03-14T18:00:01.1Z", 5, "18:00:00.200|18:00:00.400|18:00:00.600|18:00:00.800|18:00:01.000")]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-05T12:00:00Z", 5, "2 Mar|3 Mar|4 Mar|5 Mar")]
    public void TimeTicks_Range_GivesRoundMoments(string lower, string upper, int most, string labels)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        string.Join('|', TimeTicks.Of(DateTimeOffset.Parse(lower, invariant), DateTimeOffset.Parse(upper, invariant), most).Select(tick => tick.Label)).ShouldBe(labels);
    }
}
