namespace ClosedLoop.Campaigns;

/// <summary>The lines of one schedule.</summary>
internal sealed class WaitingLines
{
    private readonly Dictionary<(int Kind, double Ready, int Tier), WaitingLine> _lines = [];
    private readonly List<WaitingLine> _byReady = [];

    /// <summary>Those that may begin first come first.</summary>
    public IReadOnlyList<WaitingLine> ByReady => _byReady;

    /// <summary>Puts a sample where its next step waits, by its tier and the rule's keys.</summary>
    public void Join(SampleProgress progress, int tier, double first, double second)
    {
        var key = (progress.IsSingular ? -1 - progress.Sample.Index : progress.Sample.Kinds[progress.Next], progress.Ready, tier);
        if (!_lines.TryGetValue(key, out var line))
        {
            _lines[key] = line = new WaitingLine(key);
            _byReady.Insert(_byReady.FindLastIndex(other => other.Key.Ready <= progress.Ready) + 1, line);
        }

        line.Add(progress, first, second);
    }

    /// <summary>Takes the first out of a line.</summary>
    public SampleProgress Leave(WaitingLine line)
    {
        var first = line.Take();
        if (line.IsEmpty)
        {
            _lines.Remove(line.Key);
            _byReady.Remove(line);
        }

        return first;
    }
}
