using System.Globalization;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.CampaignFiles;

/// <summary>Reads when a fault strikes.</summary>
internal sealed partial class TriggerSection(NodeReader reader)
{
    /// <summary>The trigger; whether it is sound is seen from the errors.</summary>
    public FaultTrigger Read(MapReader keys)
    {
        var (at, after, every) = (keys.Find("at"), keys.Find("after"), keys.Find("every"));
        if (at is not null && after is not null)
        {
            reader.Errors.Add(after, "at and after exclude each other; keep one of them");
        }

        if (every is not null && after is not null)
        {
            reader.Errors.Add(every, "every counts time and after counts steps; use at with every");
        }

        var window = keys.Read("for", reader.Duration);
        var again = keys.Read("every", reader.Duration);
        if (window >= again)
        {
            reader.Errors.Add(every!, "the fault comes again before it has gone; make every longer than for");
        }

        return new FaultTrigger
        {
            At = at is null ? TimeSpan.Zero : Moment(at) ?? TimeSpan.Zero,
            AfterSteps = after is null ? 0 : Steps(after) ?? 0,
            Every = again,
            Probability = keys.Read("probability", Probability) ?? 1,
            For = window,
            Times = keys.Read("times", node => reader.WholeNumber(node, 1)),
        };
    }

    private TimeSpan? Moment(FileNode node) => node is ScalarNode { Text: "0" or "0 s" } ? TimeSpan.Zero : reader.Duration(node);

    private double? Probability(FileNode node)
    {
        var read = reader.NumberWithin(node, 0, 1);
        if (read is 0)
        {
            reader.Errors.Add(node, "a fault of probability 0 never strikes; leave it out");
        }

        return read;
    }

    private int? Steps(FileNode node)
    {
        if (reader.Text(node, "5 steps") is not { } text)
        {
            return null;
        }

        if (Counted().Match(text.Trim()) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
            && steps > 0)
        {
            return steps;
        }

        reader.Errors.Add(node, $"'{text}' is not a number of steps; write it like '5 steps', or use at: for a time");
        return null;
    }

    [GeneratedRegex("^([0-9]{1,9}) steps?$")]
    private static partial Regex Counted();
}
