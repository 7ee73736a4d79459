namespace ClosedLoop.Optimization;

/// <summary>
/// Fits models of several sources as <see cref="SurrogateCache"/> fits those of one: at stated counts of observations all kernel families compete from several
/// starts; between them the family last chosen is refitted, started from its parameters there. Remembering changes no answer.
/// </summary>
internal sealed class JointCache
{
    // Up to here, and then at each doubling.
    private const int FirstStated = 16;
    private const int Remembered = 32;

    private static readonly KernelFamily[] Families = [KernelFamily.Matern52, KernelFamily.SquaredExponential, KernelFamily.Matern32];

    private readonly List<(string Key, JointSurrogate Surrogate)> _fits = [];

    /// <summary>The model of what was told.</summary>
    /// <param name="told">Observations of all sources.</param>
    /// <param name="relation">What the sources are to each other.</param>
    /// <param name="seed">Seed of the starts.</param>
    public JointSurrogate Fit(JointTold told, ISourceRelation relation, ulong seed)
    {
        var key = $"{relation.Name} {seed} {told.Key()}";
        var found = _fits.FindIndex(fit => fit.Key == key);
        var surrogate = found >= 0 ? _fits[found].Surrogate : Anew(told, relation, seed);
        if (found >= 0)
        {
            _fits.RemoveAt(found);
        }

        _fits.Add((key, surrogate));
        if (_fits.Count > Remembered)
        {
            _fits.RemoveAt(0);
        }

        return surrogate;
    }

    private JointSurrogate Anew(JointTold told, ISourceRelation relation, ulong seed)
    {
        if (told.Count <= FirstStated)
        {
            return JointSurrogate.Fit(told, relation, Families, null, seed);
        }

        var stated = FirstStated;
        while (2 * stated < told.Count)
        {
            stated *= 2;
        }

        if (told.Count == 2 * stated)
        {
            return JointSurrogate.Fit(told, relation, Families, null, seed);
        }

        var before = Fit(told.First(stated), relation, seed);
        return JointSurrogate.Fit(told, relation, [before.Joint.Parameters.Kernel], before.Free, seed);
    }
}
