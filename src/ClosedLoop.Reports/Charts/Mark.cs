using System.Xml.Linq;
using ClosedLoop.Campaigns;

namespace ClosedLoop.Reports;

/// <summary>The symbol of a trial, the same in every chart: shape and colour both tell, so that neither is needed alone.</summary>
internal static class Mark
{
    private const double Radius = 3.8;

    /// <summary>A measured trial: hollow in the initial design, filled when the surrogate chose it, ringed when best.</summary>
    public static XElement Measured(TrialHistory trial, double x, double y, bool best, string tip)
    {
        var designed = trial.State.Proposed.Predictions.Count == 0 && trial.State.Proposed.Acquisition is null;
        return Svg.Circle(
            x,
            y,
            best ? Radius + 1.4 : Radius,
            best ? "mark best" : designed ? "mark design" : "mark chosen",
            Svg.OfTrial(trial.Number),
            Svg.Tip(tip));
    }

    /// <summary>A trial without a measurement: a cross when it failed, a triangle when quarantined, a diamond while in flight.</summary>
    public static XElement Unmeasured(TrialHistory trial, double x, double y)
    {
        var (shape, style) = trial.State.Status switch
        {
            TrialStatus.Failed => (Cross(x, y), "mark failed"),
            TrialStatus.Quarantined => (Triangle(x, y), "mark quarantined"),
            _ => (Diamond(x, y), "mark flying"),
        };
        var tip = trial.State.Reason is { } reason ? $"Trial {trial.Number} {trial.Status}: {reason}" : $"Trial {trial.Number} {trial.Status}";
        return Svg.Path(shape, style, Svg.OfTrial(trial.Number), Svg.Tip(tip));
    }

    private static string Cross(double x, double y) =>
        $"M{Svg.N(x - 3.5)} {Svg.N(y - 3.5)}L{Svg.N(x + 3.5)} {Svg.N(y + 3.5)}M{Svg.N(x - 3.5)} {Svg.N(y + 3.5)}L{Svg.N(x + 3.5)} {Svg.N(y - 3.5)}";

    private static string Triangle(double x, double y) => $"M{Svg.N(x)} {Svg.N(y - 4.5)}L{Svg.N(x + 4.5)} {Svg.N(y + 3.5)}L{Svg.N(x - 4.5)} {Svg.N(y + 3.5)}Z";

    private static string Diamond(double x, double y) =>
        $"M{Svg.N(x)} {Svg.N(y - 4.5)}L{Svg.N(x + 4.5)} {Svg.N(y)}L{Svg.N(x)} {Svg.N(y + 4.5)}L{Svg.N(x - 4.5)} {Svg.N(y)}Z";
}
