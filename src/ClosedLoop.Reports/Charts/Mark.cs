using System.Xml.Linq;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>The symbol of a trial, the same in every chart: shape and colour both tell, so that neither is needed alone.</summary>
internal static class Mark
{
    private const double Radius = 3.8;
    private const int Colours = 4;

    /// <summary>
    /// A measured trial: hollow in the initial design, filled when the surrogate chose it, larger when best. At the target it is a circle, at each other source of the campaign another shape in another colour.
    /// </summary>
    public static XElement Measured(CampaignSpec spec, TrialHistory trial, double x, double y, bool best, string tip)
    {
        var designed = trial.State.Proposed.Predictions.Count == 0 && trial.State.Proposed.Acquisition is null;
        var source = SourceOf(spec, trial.State.Proposed.Source);
        var style = best ? "mark best" : $"mark {(designed ? "design" : "chosen")}{Style(source)}";
        return Shape(source, x, y) is { } shape
            ? Svg.Path(shape, style, Svg.OfTrial(trial.Number), Svg.Tip(tip))
            : Svg.Circle(x, y, best ? Radius + 1.4 : Radius, style, Svg.OfTrial(trial.Number), Svg.Tip(tip));
    }

    /// <summary>The place of a source among those beside the target, from 1; 0 for the target, and in a campaign that names none.</summary>
    public static int SourceOf(CampaignSpec spec, string? source) => spec.Sources is { } sources && source is not null && source != spec.Target
        ? sources.Where(other => !other.IsTarget).TakeWhile(other => other.Name != source).Count() + 1
        : 0;

    /// <summary>The style that colours the marks of a source; empty for the target.</summary>
    public static string Style(int source) => source == 0 ? "" : $" s{((source - 1) % Colours) + 1}";

    /// <summary>The shape of the marks of a source, as a path; null for the target's circle.</summary>
    public static string? Shape(int source, double x, double y) => source == 0 ? null : ((source - 1) % 3) switch
    {
        0 => Square(x, y),
        1 => Funnel(x, y),
        _ => Hexagon(x, y),
    };

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

    private static string Square(double x, double y) => $"M{Svg.N(x - 3.4)} {Svg.N(y - 3.4)}H{Svg.N(x + 3.4)}V{Svg.N(y + 3.4)}H{Svg.N(x - 3.4)}Z";

    private static string Funnel(double x, double y) => $"M{Svg.N(x)} {Svg.N(y + 4.2)}L{Svg.N(x + 4.2)} {Svg.N(y - 3.2)}L{Svg.N(x - 4.2)} {Svg.N(y - 3.2)}Z";

    private static string Hexagon(double x, double y) =>
        $"M{Svg.N(x - 4.2)} {Svg.N(y)}L{Svg.N(x - 2.1)} {Svg.N(y - 3.7)}H{Svg.N(x + 2.1)}L{Svg.N(x + 4.2)} {Svg.N(y)}L{Svg.N(x + 2.1)} {Svg.N(y + 3.7)}H{Svg.N(x - 2.1)}Z";

    private static string Cross(double x, double y) =>
        $"M{Svg.N(x - 3.5)} {Svg.N(y - 3.5)}L{Svg.N(x + 3.5)} {Svg.N(y + 3.5)}M{Svg.N(x - 3.5)} {Svg.N(y + 3.5)}L{Svg.N(x + 3.5)} {Svg.N(y - 3.5)}";

    private static string Triangle(double x, double y) => $"M{Svg.N(x)} {Svg.N(y - 4.5)}L{Svg.N(x + 4.5)} {Svg.N(y + 3.5)}L{Svg.N(x - 4.5)} {Svg.N(y + 3.5)}Z";

    private static string Diamond(double x, double y) =>
        $"M{Svg.N(x)} {Svg.N(y - 4.5)}L{Svg.N(x + 4.5)} {Svg.N(y)}L{Svg.N(x)} {Svg.N(y + 4.5)}L{Svg.N(x - 4.5)} {Svg.N(y)}Z";
}
