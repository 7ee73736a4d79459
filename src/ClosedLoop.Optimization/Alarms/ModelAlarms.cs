using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>All alarms that stand after a retrain: a function of the told sequence.</summary>
internal static class ModelAlarms
{
    public static IReadOnlyList<ModelAlarm> Of(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed, IReadOnlyList<ObjectiveModel> models, EncodedSpace space)
    {
        // Predictions are of the target; what a cheaper source says is no test of them.
        ObservedTrial[] measured = [.. observed.Where(trial => trial.Source is null && trial.Values is { } values && values.All(double.IsFinite))];
        ObservedTrial[] chosen = [.. measured.Where(trial => trial.Expected.Count > 0)];
        var alarms = new List<ModelAlarm>();
        for (var o = 0; o < problem.Objectives.Count; o++)
        {
            var objective = problem.Objectives[o];
            var residuals = new ResidualAlarms(objective, problem.Objectives.Count);
            foreach (var trial in chosen)
            {
                if (trial.Expected.FirstOrDefault(prediction => prediction.Objective == objective.Name) is { } expected)
                {
                    residuals.Add(trial.Trial, expected, trial.Values![o]);
                }
            }

            alarms.AddRange(residuals.Standing());
        }

        double[] noises = [.. models.Select(model => model.Surrogate.Scale.Typical(Math.Sqrt(model.Surrogate.NoiseVariance), model.Surrogate.Data.Values))];
        if (DiversityAlarm.Of(chosen, measured, problem.Objectives, noises, space, problem.Seed) is { } collapse)
        {
            alarms.Add(collapse);
        }

        return alarms;
    }
}
