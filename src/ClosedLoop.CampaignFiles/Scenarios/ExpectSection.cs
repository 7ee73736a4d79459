using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads what a campaign is expected to do.</summary>
internal sealed class ExpectSection(NodeReader reader)
{
    /// <summary>The expectation, or null when it is broken.</summary>
    public Expectation? Read(FileNode node)
    {
        if (reader.Map(node, ScenarioShapes.Expect, "{ends: completed, quarantined: {most: 1}}") is not { } keys)
        {
            return null;
        }

        var ends = keys.Read("ends", end => reader.Choice(
            end,
            "end of a campaign",
            ("completed", ExpectedEnd.Completed),
            ("waits-for-person", ExpectedEnd.WaitsForPerson),
            ("completed-or-waits", ExpectedEnd.CompletedOrWaits)));
        var quarantined = Range(keys, "quarantined", "{least: 1, most: 2}");
        var measured = Range(keys, "measured", "{least: 0.9}");
        if (measured is { } share && (share.Most is not null || share.Least > 1))
        {
            reader.Errors.Add(keys.Find("measured")!, "the share of trials that are measured has a least only, from 0 to 1, such as {least: 0.9}");
        }

        if (quarantined is { } few && (IsBroken(few.Least) || IsBroken(few.Most) || few.Least > few.Most))
        {
            reader.Errors.Add(keys.Find("quarantined")!, "least and most are whole numbers, and least is not above most");
        }

        var (alarm, quiet) = (keys.Read("alarm", reader.Flag) ?? false, keys.Read("quiet", reader.Flag) ?? false);
        if (alarm && quiet)
        {
            reader.Errors.Add(keys.Find("quiet")!, "alarm and quiet exclude each other; keep one of them");
        }

        return new Expectation
        {
            Ends = ends ?? ExpectedEnd.Completed,
            LeastQuarantined = (int?)quarantined?.Least,
            MostQuarantined = (int?)quarantined?.Most,
            LeastMeasured = measured?.Least,
            Alarm = alarm,
            Quiet = quiet,
        };
    }

    private static bool IsBroken(double? count) => count is { } number && (number != Math.Floor(number) || number > 1_000_000);

    private (double? Least, double? Most)? Range(MapReader keys, string key, string example)
    {
        if (keys.Find(key) is not { } node || reader.Map(node, ScenarioShapes.Range, example) is not { } inner)
        {
            return null;
        }

        double? Bound(FileNode number) => reader.NumberWithin(number, 0, double.MaxValue);
        return (inner.Read("least", Bound), inner.Read("most", Bound));
    }
}
