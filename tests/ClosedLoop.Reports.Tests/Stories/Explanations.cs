using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>An explanation such as the optimizer gives, with plain figures.</summary>
internal static class Explanations
{
    public static ModelExplanation Of(IReadOnlyList<CampaignEvent> events)
    {
        var history = CampaignHistory.Of(events);
        return new("gp-matern52-ard", history.Observed.Count(), [.. history.Spec.Objectives.Select(objective => Of(history, objective))]);
    }

    private static ObjectiveExplanation Of(CampaignHistory history, Objective objective)
    {
        var parameters = history.Spec.Space.Parameters;
        var observed = history.Observed.ToList();
        double Value(TrialHistory trial) => trial.Value(objective.Name)!.Value;
        return new(
            objective.Name,
            [.. parameters.Select((parameter, p) => new ParameterImportance(objective.Name, parameter.Name, 1.0 / parameters.Count, 0.5 / (p + 1), 0.7 / (p + 1)))],
            [.. parameters.SelectMany(parameter => parameter.Keys.Select(key => Dependence(parameter, key)))],
            [.. observed.TakeLast(2).Select(trial => new ShapleyValues(
                trial.Candidate,
                40,
                40 + parameters.Select((_, p) => p - 1.5).Sum(),
                parameters.Select((parameter, p) => KeyValuePair.Create(parameter.Name, p - 1.5)).ToDictionary()))],
            [.. observed.Select(trial => new HeldOutPrediction(trial.Number, Value(trial), Value(trial) + 1, Value(trial) - (trial.Number % 7 == 0 ? -0.5 : 3), Value(trial) + 4))],
            Figures(0.7),
            Figures(1));
    }

    private static PartialDependence Dependence(Parameter parameter, string key)
    {
        ParameterValue[] values = parameter switch
        {
            CategoricalParameter p => [.. p.Levels.Select(level => (ParameterValue)level)],
            CompositionParameter p => [p.Parts.First(part => part.Name == key).Lower, p.Parts.First(part => part.Name == key).Upper],
            DiscreteParameter p => [.. p.Levels.Select(level => (ParameterValue)level)],
            IntegerParameter p => [p.Lower, p.Upper],
            ContinuousParameter p => [p.Lower, Math.Sqrt(p.Lower * p.Upper) is > 0 and var middle ? middle : (p.Lower + p.Upper) / 2, p.Upper],
            _ => throw new InvalidOperationException(),
        };
        return new(key, values, [.. values.Select((_, i) => 40.0 + i)], [.. values.Select((_, i) => 38.0 + i)], [.. values.Select((_, i) => 43.0 + i)]);
    }

    private static CalibrationFigures Figures(double power) =>
        new(30, [.. CalibrationFigures.Levels.Select(level => Math.Pow(level, power))], 2, 1.5, 1.9, 0.9);
}
