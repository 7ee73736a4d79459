namespace ClosedLoop.Optimization.Tests;

public sealed class BoxDecompositionTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(2, 9)]
    [InlineData(3, 6)]
    [InlineData(4, 5)]
    public void Boxes_CoverExactlyOnceWhatNoPointDominates(int objectives, int points)
    {
        var stream = Samples.Stream(points + (10 * objectives));
        double[][] front = [.. Enumerable.Range(0, points).Select(_ => Samples.Point(objectives, stream))];
        if (points > 3)
        {
            // Ties, a repeated point, and one that is beyond the reference.
            front[1][0] = front[0][0];
            front[2] = [.. front[0]];
            front[3][^1] = 2;
        }

        double[] reference = [.. Enumerable.Repeat(1.1, objectives)];
        var decomposition = new BoxDecomposition(front, reference);
        for (var i = 0; i < 4000; i++)
        {
            double[] at = [.. Enumerable.Range(0, objectives).Select(_ => (1.5 * stream.NextUniform()) - 0.2)];
            var dominated = front.Any(point => point.Zip(at).All(pair => pair.First <= pair.Second)) || at.Zip(reference).Any(pair => pair.First > pair.Second);
            var inside = decomposition.Boxes.Count(box => Enumerable.Range(0, objectives).All(o =>
                (box[o].Lower < 0 || at[o] > decomposition.Levels[o][box[o].Lower]) && at[o] < decomposition.Levels[o][box[o].Upper]));
            inside.ShouldBe(dominated ? 0 : 1);
        }
    }
}
