using System.Globalization;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop;

/// <summary>Why a candidate is proposed, in a sentence.</summary>
internal static class ReasonWords
{
    public static string Of(PlanningProblem problem, ProposedCandidate proposed, ModelSummary? model, int trial)
    {
        if (proposed is { Predictions.Count: 0, Source: { } source })
        {
            return $"initial design at {source}: spread evenly over the space";
        }

        if (proposed.Predictions.Count == 0)
        {
            return trial <= problem.InitialTrials
                ? $"initial design: point {trial} of {problem.InitialTrials}, spread evenly over the space"
                : "nothing was measured yet, so the design goes on: spread evenly over the space";
        }

        var expects = string.Join(", ", proposed.Predictions.Select(p => $"{p.Objective} {Number(p.Mean)} ± {Number(p.StandardDeviation)}"));
        var choice = model?.Reasons is [.., var last] ? $"; {last}" : "";
        return $"expects {expects}{choice}";
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
