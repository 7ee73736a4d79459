using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A fitted model in figures.</summary>
internal static class ModelReport
{
    private static readonly int[] CoveragePercents = [50, 80, 90, 95];

    // Fewer observations make folds of nothing.
    private const int FewestForFolds = 2 * Folds.Usual;

    public static ModelSummary Summarize(IReadOnlyList<ObjectiveModel> models, LearntData data, EncodedSpace space, IReadOnlyList<string> chosen)
    {
        var parameters = new Dictionary<string, double>();
        var diagnostics = new Dictionary<string, double>();
        foreach (var model in models)
        {
            foreach (var (name, value) in model.Surrogate.HyperParameters)
            {
                parameters[$"{model.Objective.Name}.{Named(name, space.Encoding)}"] = value;
            }

            Diagnose(model, diagnostics);
        }

        var surrogate = models[0].Surrogate.Name;
        string[] reasons = [.. models.Select(model => $"{model.Objective.Name}: {model.Surrogate.Reason}"), .. chosen];
        return new(surrogate, Hash(surrogate, data, parameters), data.Count, parameters, diagnostics) { Reasons = reasons };
    }

    /// <summary>As <see cref="Summarize"/>, with five-fold calibration before and after recalibration, importances and alarms.</summary>
    public static ModelSummary Whole(
        PlanningProblem problem,
        IReadOnlyList<ObservedTrial> observed,
        IReadOnlyList<ObjectiveModel> models,
        LearntData data,
        EncodedSpace space,
        IReadOnlyList<string> chosen)
    {
        var summary = Summarize(models, data, space, chosen);
        var diagnostics = new Dictionary<string, double>(summary.Diagnostics);
        foreach (var model in models)
        {
            var surrogate = model.Surrogate;
            diagnostics[$"{model.Objective.Name}.recalibration.scale"] = model.Recalibration.Scale;
            if (surrogate.Data.Count >= FewestForFolds)
            {
                var folds = Folds.Of(surrogate.Data.Count, Folds.Usual, problem.Seed);
                var heldOut = surrogate.LeaveOut(folds);
                Judge($"{model.Objective.Name}.cv5", Calibrate.Raw(heldOut, surrogate.Scale), diagnostics);
                Judge($"{model.Objective.Name}.cv5.recalibrated", Calibrate.OutOfFold(heldOut, folds, surrogate.Scale), diagnostics);
            }
        }

        var alarms = ModelAlarms.Of(problem, observed, models, space);
        return summary with
        {
            Diagnostics = Shortened(diagnostics),
            Importances = [.. models.Select(model => new Explanation(model, space, problem.Seed)).SelectMany(each => each.Importances(each.QuickPairs))],
            Alarms = alarms.Count == 0 ? null : alarms,
        };
    }

    private static void Judge(string prefix, CalibrationFigures figures, Dictionary<string, double> diagnostics)
    {
        foreach (var percent in CoveragePercents)
        {
            diagnostics[$"{prefix}.coverage{percent}"] = figures.At(percent / 100.0);
        }

        diagnostics[$"{prefix}.miscalibration"] = figures.MiscalibrationArea;
        diagnostics[$"{prefix}.nlpd"] = figures.NegativeLogDensity;
        diagnostics[$"{prefix}.sharpness"] = figures.Sharpness;
        diagnostics[$"{prefix}.rmse"] = figures.RootMeanSquareError;
        diagnostics[$"{prefix}.r2"] = figures.RSquared;
    }

    // Six digits: nobody needs more, and a journal holds these figures for each retrain.
    private static Dictionary<string, double> Shortened(Dictionary<string, double> figures) => figures
        .Where(pair => double.IsFinite(pair.Value))
        .ToDictionary(pair => pair.Key, pair => double.Parse(pair.Value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static void Diagnose(ObjectiveModel model, Dictionary<string, double> diagnostics)
    {
        var prefix = model.Objective.Name;
        var scale = model.Surrogate.Scale;
        var leftOut = model.Surrogate.LeaveOneOut();
        foreach (var percent in CoveragePercents)
        {
            diagnostics[$"{prefix}.loo.coverage{percent}"] = leftOut.Coverage(percent / 100.0);
        }

        // Densities and likelihoods are of values in the objective's unit.
        double[] values = [.. leftOut.Values.Select(scale.Restore)];
        var jacobian = values.Sum(value => Math.Log(scale.Slope(value)));
        diagnostics[$"{prefix}.loo.nlpd"] = leftOut.NegativeLogDensity() - (jacobian / values.Length);
        foreach (var degree in (int[])[1, 2])
        {
            if (model.Surrogate.Data is var data && data.Count >= 2 * PolynomialRegression.Coefficients(data.Dimension, degree))
            {
                var baseline = PolynomialRegression.Fit(data, scale, degree);
                diagnostics[$"{prefix}.loo.nlpd.{baseline.Name}"] = baseline.LeaveOneOut().NegativeLogDensity() - (jacobian / values.Length);
            }
        }

        var figures = Calibrate.Raw(leftOut, scale);
        diagnostics[$"{prefix}.loo.rmse"] = figures.RootMeanSquareError;
        diagnostics[$"{prefix}.loo.r2"] = figures.RSquared;
        diagnostics[$"{prefix}.loo.miscalibration"] = figures.MiscalibrationArea;
        diagnostics[$"{prefix}.loo.sharpness"] = figures.Sharpness;
        diagnostics[$"{prefix}.mll"] = model.Surrogate.LogLikelihood + jacobian;
        diagnostics[$"{prefix}.noise.sd"] = scale.Typical(Math.Sqrt(model.Surrogate.NoiseVariance), leftOut.Values);
        diagnostics[$"{prefix}.jitter"] = model.Surrogate.Jitter;
        foreach (var (name, _) in diagnostics.Where(pair => !double.IsFinite(pair.Value)).ToArray())
        {
            diagnostics.Remove(name);
        }
    }

    private static string Named(string name, SpaceEncoding encoding) =>
        name.Split('.') is [.. var kind, var group] && kind is [.., "lengthscale"] or [.., "warp", _]
            ? string.Join('.', [.. kind, encoding.LengthScaleNames[int.Parse(group, CultureInfo.InvariantCulture)]])
            : name;

    private static string Hash(string name, LearntData data, Dictionary<string, double> parameters)
    {
        var text = new StringBuilder(name).Append('\n');
        foreach (var (key, value) in parameters)
        {
            text.Append(key).Append('=').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }

        foreach (var numbers in data.Points.Concat(data.Values))
        {
            text.AppendJoin(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
