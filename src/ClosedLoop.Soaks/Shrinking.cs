namespace ClosedLoop.Soaks;

/// <summary>
/// Makes a failing world small: fewer campaigns, instruments, trials, and of the faults only those that are needed (delta debugging: Zeller and Hildebrandt,
/// "Simplifying and isolating failure-inducing input", IEEE Trans. Softw. Eng. 28, 2002).
/// </summary>
/// <param name="seed">The world's seed.</param>
/// <param name="run">Runs the world within limits; the promises that it broke.</param>
/// <param name="cancellationToken">Stops with the smallest that was found.</param>
internal sealed class Shrinking(ulong seed, Func<SoakLimits, IReadOnlyList<Violation>> run, CancellationToken cancellationToken)
{
    private const int MostTries = 400;

    private Promise _promise;
    private int _tries;
    private IReadOnlyList<Violation> _violations = [];

    /// <summary>The smallest world that still breaks the first promise that the whole one broke; null when it broke none.</summary>
    public SoakFinding? From(SoakLimits limits)
    {
        _violations = run(limits);
        if (_violations.Count == 0)
        {
            return null;
        }

        _promise = _violations[0].Promise;
        var whole = CaseDrawing.Draw(seed, limits);
        var small = limits with { Faults = [.. whole.Faults.Select(fault => fault.Number)] };
        small = Try(small with { Campaigns = 1 }) ?? small;
        small = Try(small with { PlainLab = true }) ?? small;
        small = FewerTrials(small, whole);
        small = small with { Faults = FewerFaults(small) };
        small = FewerTrials(small, whole);
        return new SoakFinding(seed, small, _violations, [.. CaseDrawing.Draw(seed, small).Describe()], _tries);
    }

    private SoakLimits FewerTrials(SoakLimits limits, SoakCase whole)
    {
        var most = limits.Trials ?? whole.Campaigns.Max(spec => spec.Budget.Trials);
        for (var trials = 1; trials < most; trials++)
        {
            if (Try(limits with { Trials = trials }) is { } smaller)
            {
                return smaller;
            }
        }

        return limits;
    }

    /// <summary>The algorithm ddmin over the numbers of faults: without any of those that are left the promise is kept.</summary>
    private IReadOnlyList<int> FewerFaults(SoakLimits limits)
    {
        var faults = limits.Faults!;
        for (var parts = 2; faults.Count > 0;)
        {
            var size = Math.Max(1, (faults.Count + parts - 1) / parts);
            var chunks = faults.Chunk(size).ToList();
            var rest = chunks.Select(chunk => faults.Except(chunk).ToList()).FirstOrDefault(rest => Try(limits with { Faults = rest }) is not null);
            if (rest is not null)
            {
                (faults, parts) = (rest, Math.Max(2, parts - 1));
            }
            else if (size == 1)
            {
                return faults;
            }
            else
            {
                parts = Math.Min(faults.Count, 2 * parts);
            }
        }

        return faults;
    }

    /// <summary>The limits, if the world within them still breaks the promise.</summary>
    private SoakLimits? Try(SoakLimits limits)
    {
        if (_tries >= MostTries || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        _tries++;
        var violations = run(limits);
        if (violations.All(violation => violation.Promise != _promise))
        {
            return null;
        }

        _violations = violations;
        return limits;
    }
}
