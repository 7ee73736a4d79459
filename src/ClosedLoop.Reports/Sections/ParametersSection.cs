using System.Xml.Linq;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports;

/// <summary>Each objective against each parameter.</summary>
internal static class ParametersSection
{
    /// <summary>Small multiples; null without an observation.</summary>
    public static XElement? Write(CampaignHistory history, CampaignSummary summary)
    {
        if (!history.Observed.Any())
        {
            return null;
        }

        var best = summary.Best is { } single ? new HashSet<int> { single.Trial } : [.. summary.Front.Select(member => member.Trial)];
        return Html.Section(
            "parameters",
            "Objective against each parameter",
            history.Spec.Objectives.Select(objective => Multiples(history, objective, best)),
            Legend.OfTrials(history, true));
    }

    private const double PageWidth = 1020;

    private static XElement Multiples(CampaignHistory history, Objective objective, HashSet<int> best)
    {
        var strips = history.Spec.Space.Parameters.Any(parameter => parameter is CategoricalParameter)
            ? " Categories are spread sideways so that trials do not hide each other; the short line is the median."
            : "";
        var keys = history.Spec.Space.Parameters.Where(parameter => parameter is not FixedParameter).SelectMany(parameter =>
            (parameter is ContextParameter ? [parameter.Name] : parameter.Keys).Select(key => (Parameter: parameter, Key: key))).ToList();
        var columns = keys.Count == 4 ? 4 : 3;
        return Html.Of(
            "figure",
            "wide",
            Html.Of(
                "div",
                columns == 4 ? "multiples four" : "multiples",
                keys.Select(key => ParameterChart.Draw(history, objective, key.Parameter, key.Key, best, PageWidth / columns))),
            new XElement("figcaption", $"How {objective.Name} depends on each parameter, over its whole allowed range. Later trials are darker.{strips}"));
    }
}
