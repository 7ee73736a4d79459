using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Optimization;

/// <summary>A fitted model in figures.</summary>
internal static class ModelReport
{
    private static readonly int[] CoveragePercents = [50, 80, 95];

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

        diagnostics[$"{prefix}.loo.rmse"] = leftOut.RootMeanSquare(scale);
        diagnostics[$"{prefix}.mll"] = model.Surrogate.LogLikelihood + jacobian;
        diagnostics[$"{prefix}.noise.sd"] = Math.Sqrt(model.Surrogate.NoiseVariance) / scale.Slope(values.Order().ElementAt(values.Length / 2));
        diagnostics[$"{prefix}.jitter"] = model.Surrogate.Jitter;
        foreach (var (name, _) in diagnostics.Where(pair => !double.IsFinite(pair.Value)).ToArray())
        {
            diagnostics.Remove(name);
        }
    }

    private static string Named(string name, SpaceEncoding encoding) =>
        name.Split('.') is ["lengthscale", var group] ? $"lengthscale.{encoding.LengthScaleNames[int.Parse(group, CultureInfo.InvariantCulture)]}" : name;

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
