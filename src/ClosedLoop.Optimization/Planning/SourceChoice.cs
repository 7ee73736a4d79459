using System.Globalization;

namespace ClosedLoop.Optimization;

/// <summary>
/// Whether the cheap sources are believed: models of all sources and of the target alone, compared by the leave-one-out predictive density of the target's
/// observations, which all of them predict.
/// </summary>
/// <param name="Alone">For each objective the model of the target alone.</param>
/// <param name="Joint">For each objective the better model of all sources.</param>
/// <param name="IsTrusted">Whether the models of all sources foretell the target better.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record SourceChoice(IReadOnlyList<ObjectiveModel> Alone, IReadOnlyList<ObjectiveModel> Joint, bool IsTrusted, string Reason)
{
    // From fewer observations leaving one out says nothing; the cheap sources are believed.
    private const int FewestToCompare = 4;

    /// <summary>The models that are used.</summary>
    public IReadOnlyList<ObjectiveModel> Models => IsTrusted ? Joint : Alone;

    /// <summary>Compares models.</summary>
    /// <param name="alone">For each objective the model of the target alone.</param>
    /// <param name="joint">For each objective models of all sources, the usual one first.</param>
    public static SourceChoice Of(IReadOnlyList<ObjectiveModel> alone, IReadOnlyList<ObjectiveModel[]> joint)
    {
        var observations = alone[0].Surrogate.Data.Count;
        if (observations < FewestToCompare)
        {
            return new(alone, [.. joint.Select(models => models[0])], true, $"sources: all believed, as {observations} observations of the target cannot contradict");
        }

        ObjectiveModel[] best = [.. joint.Select(models => models.MaxBy(Density)!)];
        var (apart, together) = (alone.Sum(Density), best.Sum(Density));
        var trusted = together > apart;
        return new(alone, best, trusted, string.Create(
            CultureInfo.InvariantCulture,
            $"sources: the target's {observations} observations are foretold with log density {together:F2} by all sources and {apart:F2} by the target alone, so the cheap ones {(trusted ? "are used" : "mislead and are left out")}"));
    }

    // Mean over the observations.
    private static double Density(ObjectiveModel model) => -model.Surrogate.LeaveOneOut().NegativeLogDensity();
}
