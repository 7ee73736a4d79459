namespace ClosedLoop.Campaigns;

/// <summary>
/// Samples that wait for the same from the same time on: where the first would go each would go, and the rule says who is first. So a thousand samples that ask for the same cost one look.
/// </summary>
/// <param name="key">What they have in common.</param>
internal sealed class WaitingLine((int Kind, double Ready, int Tier) key)
{
    private readonly PriorityQueue<SampleProgress, (double First, double Second, int Index)> _members = new();

    public (int Kind, double Ready, int Tier) Key => key;

    public SampleProgress First => _members.Peek();

    public bool IsEmpty => _members.Count == 0;

    /// <summary>The bookings on which <see cref="Start"/> rests; 0 before it was looked for.</summary>
    public int Version { get; set; }

    /// <summary>When the first can begin, in seconds from now; not a number when never.</summary>
    public double Start { get; set; } = double.NaN;

    /// <summary>How long setting up takes then.</summary>
    public double Setup { get; set; }

    public void Add(SampleProgress progress, double first, double second) => _members.Enqueue(progress, (first, second, progress.Sample.Index));

    public SampleProgress Take() => _members.Dequeue();
}
