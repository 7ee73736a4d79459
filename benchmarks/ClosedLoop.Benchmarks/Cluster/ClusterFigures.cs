namespace ClosedLoop.Benchmarks;

/// <summary>What a campaign on the cluster came to.</summary>
/// <param name="Dispatched">From the first proposal until as many as are wanted at once are dispatched.</param>
/// <param name="Accepted">The same until the instrument has taken them.</param>
/// <param name="Next">Of each command after those: from the journaled result that it follows on to its journaled dispatch, in seconds.</param>
/// <param name="Seconds">Of each calculation: from the journaled dispatch to the journaled result.</param>
/// <param name="AtInstrument">Of each calculation: from its begin to its end by the instrument's clock, waiting in queues included.</param>
/// <param name="MostAtOnce">Dispatched and not yet answered, at most.</param>
/// <param name="Refused">Commands that the instrument took up too late, refused and was sent again.</param>
/// <param name="Took">From the first dispatch to the last result.</param>
/// <param name="Megabytes">Process → the most memory that it ever held.</param>
/// <param name="CpuSeconds">Process → processor time, its start included.</param>
/// <param name="Polls">How often the controller was asked, as it counts itself.</param>
internal sealed record ClusterFigures(
    TimeSpan Dispatched,
    TimeSpan Accepted,
    IReadOnlyList<double> Next,
    IReadOnlyList<double> Seconds,
    IReadOnlyList<double> AtInstrument,
    int MostAtOnce,
    int Refused,
    TimeSpan Took,
    IReadOnlyDictionary<string, double> Megabytes,
    IReadOnlyDictionary<string, double> CpuSeconds,
    int Polls);
