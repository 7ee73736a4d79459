namespace ClosedLoop.Optimization;

/// <summary>Which observations are held out together.</summary>
internal static class Folds
{
    /// <summary>The usual number.</summary>
    public const int Usual = 5;

    /// <summary>For each of n observations its fold, from 0: folds of nearly equal size, shuffled by the seed alone.</summary>
    public static int[] Of(int count, int folds, ulong seed)
    {
        var assigned = new int[count];
        for (var i = 0; i < count; i++)
        {
            assigned[i] = i % folds;
        }

        new RandomStream(seed, StreamPurpose.Folds).Shuffle<int>(assigned);
        return assigned;
    }
}
