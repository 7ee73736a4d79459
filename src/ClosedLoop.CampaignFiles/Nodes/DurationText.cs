using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace ClosedLoop.CampaignFiles;

/// <summary>Durations as people write them: <c>30 s</c>, <c>1 h 30 min</c>, <c>00:10:00</c>, <c>PT10M</c>.</summary>
internal static partial class DurationText
{
    private static readonly Dictionary<string, double> SecondsPerUnit = new(StringComparer.Ordinal)
    {
        ["ms"] = 0.001,
        ["s"] = 1,
        ["sec"] = 1,
        ["second"] = 1,
        ["seconds"] = 1,
        ["min"] = 60,
        ["minute"] = 60,
        ["minutes"] = 60,
        ["h"] = 3600,
        ["hour"] = 3600,
        ["hours"] = 3600,
        ["d"] = 86400,
        ["day"] = 86400,
        ["days"] = 86400,
    };

    /// <summary>The duration, or null when the text is none. Never negative; below 100 years.</summary>
    public static TimeSpan? Parse(string text)
    {
        var duration = text.StartsWith('P') ? Iso(text) : text.Contains(':', StringComparison.Ordinal) ? Clock(text) : WithUnits(text);
        return duration is { } value && value >= TimeSpan.Zero && value < TimeSpan.FromDays(36_500) ? value : null;
    }

    private static TimeSpan? WithUnits(string text)
    {
        if (!Units().IsMatch(text))
        {
            return null;
        }

        var seconds = 0.0;
        foreach (Match part in Unit().Matches(text))
        {
            if (!SecondsPerUnit.TryGetValue(part.Groups[2].Value, out var unit))
            {
                return null;
            }

            seconds += unit * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return seconds < 4e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static TimeSpan? Clock(string text) =>
        TimeSpan.TryParseExact(text, ["h\\:mm\\:ss", "d\\.hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out var value) ? value : null;

    // Years and months have no fixed length, so they are not durations here.
    private static TimeSpan? Iso(string text) => IsoForm().IsMatch(text) ? XmlConvert.ToTimeSpan(text) : null;

    [GeneratedRegex(@"^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$")]
    private static partial Regex Units();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)\s*([a-z]+)")]
    private static partial Regex Unit();

    [GeneratedRegex(@"^P(?=\d|T\d)(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,7}M)?(?:\d{1,9}(?:\.\d+)?S)?)?$")]
    private static partial Regex IsoForm();
}
