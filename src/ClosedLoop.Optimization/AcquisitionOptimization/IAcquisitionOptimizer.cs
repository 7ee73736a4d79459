using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>Finds the candidate of highest acquisition value.</summary>
internal interface IAcquisitionOptimizer
{
    /// <summary>The best candidate that is not excluded; null when there is none.</summary>
    /// <param name="acquisition">What to maximize.</param>
    /// <param name="promising">Encoded points worth starting from, best first.</param>
    /// <param name="excluded">Candidates that may not be proposed.</param>
    /// <param name="pending">Encoded points in flight, which a candidate should not be all but equal to.</param>
    /// <param name="stream">Chance of the search.</param>
    ScoredCandidate? Maximize(IAcquisition acquisition, IReadOnlyList<double[]> promising, IReadOnlySet<Candidate> excluded, IReadOnlyList<double[]> pending, RandomStream stream);
}
