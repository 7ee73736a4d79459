using System.Globalization;

namespace ClosedLoop.Optimization;

/// <summary>
/// Whether the cheap sources are believed: models of all sources and of the target alone, compared by the density that they give to the target's observations,
/// given those of the cheap sources or not. One after another is thus foretold from those before; leaving one out instead would judge by the many points that
/// gather at a minimum, which foretell each other.
/// </summary>
/// <param name="Alone">For each objective the model of the target alone.</param>
/// <param name="Joint">For each objective the better model of all sources.</param>
/// <param name="IsTrusted">Whether the models of all sources foretell the target better.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record SourceChoice(IReadOnlyList<ObjectiveModel> Alone, IReadOnlyList<ObjectiveModel> Joint, bool IsTrusted, string Reason)
{
    // From fewer observations nothing can be concluded; the cheap sources are believed.
    private const int FewestToCompare = 4;

    // The relation between sources is fitted too: by so much (e-fold for each objective) the target must be foretold better to be worth it.
    private const double LeastAdvantage = 1;

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

        ObjectiveModel[] best = [.. joint.Select(models => models.MaxBy(Evidence)!)];
        var together = best.Sum(Evidence);
        var apart = Math.Max(alone.Sum(Evidence), best.Sum(EvidenceAlone));
        var trusted = together > apart + (LeastAdvantage * alone.Count);
        return new(alone, best, trusted, string.Create(
            CultureInfo.InvariantCulture,
            $"sources: the target's {observations} observations have log density {together:F1} given the cheap sources and {apart:F1} alone, so the cheap ones {(trusted ? "are used" : "mislead and are left out")}"));
    }

    // In modelled units, as the models standardize differently.
    private static double Evidence(ObjectiveModel model) => Modelled(model, model.Surrogate is JointSurrogate joint ? joint.TargetEvidence : model.Surrogate.LogLikelihood);

    // Of the model of all sources too, so that a better kernel for the target is not taken for a merit of the cheap sources.
    private static double EvidenceAlone(ObjectiveModel model) => Modelled(model, ((JointSurrogate)model.Surrogate).TargetEvidenceAlone);

    private static double Modelled(ObjectiveModel model, double standardized) => standardized - (model.Surrogate.Data.Count * Math.Log(model.Surrogate.Scale.Spread));
}
