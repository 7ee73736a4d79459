namespace ClosedLoop.Optimization;

/// <summary>The default acquisition, chosen by the shape of space, data and objectives.</summary>
internal static class AcquisitionChoice
{
    /// <summary>Whether several objectives are reduced to one anew for each candidate: more than four of them, or one with a target.</summary>
    public static bool Scalarizes(IReadOnlyList<ObjectiveModel> models) => models.Count > 1 && !HypervolumePlan.Fits([.. models.Select(model => model.Objective)]);

    /// <summary>The plan for the models of all objectives, or for the one of a scalarization.</summary>
    /// <param name="models">One for each objective.</param>
    /// <param name="space">Where candidates come from.</param>
    /// <param name="points">Encoded observed points.</param>
    /// <param name="fantasies">Chance of draws.</param>
    public static IAcquisitionPlan Plan(IReadOnlyList<ObjectiveModel> models, EncodedSpace space, IReadOnlyList<double[]> points, RandomStream fantasies)
    {
        var noisy = IsNoisy(models);
        IPosterior[] posteriors = [.. models.Select(model => model.Believed(noisy, Fantasies.Scenarios(models.Count), fantasies))];
        return models.Count > 1 ? new HypervolumePlan(posteriors, points, fantasies)
            : space.Points is not null ? new ConfidencePlan(models[0].Surrogate.Posterior, points, models[0].Target)
            : new ImprovementPlan(posteriors[0], points, models[0].Target, fantasies);
    }

    /// <summary>The choice with several sources in words.</summary>
    public const string ReasonOfSources =
        "acquisition: log expected improvement for cost; of a cheap source, by what its measurement would make known of the target, beyond the best that is promised already";

    /// <summary>The choice in words.</summary>
    public static string Reason(IReadOnlyList<ObjectiveModel> models, EncodedSpace space)
    {
        var noisy = IsNoisy(models) ? "; what noise leaves unknown of the best so far is integrated out" : "; noise is too small to matter";
        return models.Count switch
        {
            1 when space.Points is not null => "acquisition: confidence bound, which finds all good rows of a finite list of candidates",
            1 => $"acquisition: log expected improvement{noisy}",
            _ when Scalarizes(models) => "acquisition: log expected improvement of random scalarizations (ParEGO), as there are targets or more than four objectives",
            _ => $"acquisition: log expected hypervolume improvement of {models.Count} objectives{noisy}",
        };
    }

    // Forests have no joint draws.
    private static bool IsNoisy(IReadOnlyList<ObjectiveModel> models) =>
        models.All(model => model.Surrogate is GaussianProcess) && models.Any(model => model.IsNoisy);
}
