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
    private const int MostTries = 2000;

    /// <summary>A world that something is left out of takes another course, and may keep the promise by luck: so many courses are tried.</summary>
    private const int Courses = 6;

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
        small = FewerFaults(small);
        small = FewerTrials(small, whole);
        small = FewerFaults(small);
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
    private SoakLimits FewerFaults(SoakLimits limits)
    {
        for (var parts = 2; limits.Faults!.Count > 0;)
        {
            var faults = limits.Faults;
            var size = Math.Max(1, (faults.Count + parts - 1) / parts);
            var smaller = faults.Chunk(size).Select(chunk => Try(limits with { Faults = [.. faults.Except(chunk)] })).FirstOrDefault(found => found is not null);
            if (smaller is not null)
            {
                (limits, parts) = (smaller, Math.Max(2, parts - 1));
            }
            else if (size == 1)
            {
                return limits;
            }
            else
            {
                parts = Math.Min(faults.Count, 2 * parts);
            }
        }

        return limits;
    }

    /// <summary>The limits, if the world within them still breaks the promise.</summary>
    private SoakLimits? Try(SoakLimits limits)
    {
        for (var course = 0; course < Courses && _tries < MostTries && !cancellationToken.IsCancellationRequested; course++)
        {
            _tries++;
            var tried = limits with { Chance = course == 0 ? limits.Chance : course };
            var violations = run(tried);
            if (violations.Any(violation => violation.Promise == _promise))
            {
                _violations = violations;
                return tried;
            }
        }

        return null;
    }
}
