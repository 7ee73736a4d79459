namespace ClosedLoop.Calculations;

/// <summary>How far an iteration is whose error falls by about the same factor at each step.</summary>
internal static class ConvergenceProgress
{
    /// <summary>The share of the fall from the first error to the threshold, in the logarithm; null before the first error.</summary>
    public static double? Of(IReadOnlyCollection<double> errors, double threshold)
    {
        if (errors.Count == 0)
        {
            return null;
        }

        var (first, best) = (Math.Max(errors.First(), 10 * threshold), errors.Min());
        return best <= threshold ? 1 : Math.Clamp(Math.Log(first / best) / Math.Log(first / threshold), 0, 1);
    }
}
