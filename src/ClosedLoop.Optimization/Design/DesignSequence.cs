using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>
/// The initial design: distinct feasible candidates from one scrambled Sobol sequence, a function of the campaign's seed alone. Where candidates are listed,
/// each Sobol point takes the nearest row that is still free.
/// </summary>
internal sealed class DesignSequence
{
    private readonly EncodedSpace _space;
    private readonly FeasibleSampler? _sampler;
    private readonly SobolSequence _sobol;
    private readonly List<Candidate> _design = [];
    private readonly HashSet<Candidate> _taken = [];
    private readonly bool[] _used;
    private uint _index;

    public DesignSequence(EncodedSpace space, ulong seed)
    {
        _space = space;
        var stream = new RandomStream(seed, StreamPurpose.Design);
        _sobol = new SobolSequence(space.Encoding.Uniforms, stream);
        _sampler = space.Points is null ? new FeasibleSampler(space, _sobol, stream) : null;
        _used = new bool[space.Points?.Count ?? 0];
    }

    /// <summary>The k-th design point, from 0; null when the space has fewer.</summary>
    public Candidate? At(int k)
    {
        while (_design.Count <= k)
        {
            if (Next() is not { } candidate)
            {
                return null;
            }

            _design.Add(candidate);
        }

        return _design[k];
    }

    private Candidate? Next() => _sampler is null ? NextRow() : NextPoint();

    private Candidate? NextRow()
    {
        if (_design.Count == _used.Length)
        {
            return null;
        }

        Span<double> uniforms = new double[_sobol.Dimension];
        _sobol.Point(_index++, uniforms);
        var wanted = _space.Encoding.Sample(uniforms);
        var best = -1;
        var bestDistance = double.PositiveInfinity;
        for (var row = 0; row < _used.Length; row++)
        {
            if (!_used[row] && _space.Points!.SquaredDistance(row, wanted) is var distance && (best < 0 || distance < bestDistance))
            {
                (best, bestDistance) = (row, distance);
            }
        }

        _used[best] = true;
        return _space.Rows![best];
    }

    private Candidate? NextPoint()
    {
        // Repeats are rare unless the grid is nearly exhausted.
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            if (_sampler!.Next() is not { } point)
            {
                return null;
            }

            var candidate = _space.Encoding.Decode(point);
            if (_taken.Add(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
