using System.Globalization;
using ClosedLoop.Domain;

namespace ClosedLoop;

/// <summary>A goal as people type it: <c>OBJECTIVE=VALUE</c>.</summary>
internal static class GoalText
{
    /// <summary>The goal typed, else the campaign's own target, else null.</summary>
    /// <exception cref="BadInputException">It is no goal of this campaign.</exception>
    public static TargetReached? Parse(string? text, CampaignSpec spec)
    {
        if (text is null)
        {
            return spec.StopRules.OfType<TargetReached>().FirstOrDefault();
        }

        var parts = text.Split('=', 2);
        return parts.Length == 2
            && spec.Objectives.Any(objective => objective.Name == parts[0])
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
                ? new TargetReached(parts[0], value)
                : throw new BadInputException(
                    $"--target {text}: write OBJECTIVE=VALUE; the objectives are {string.Join(", ", spec.Objectives.Select(objective => objective.Name))}");
    }
}
