namespace ClosedLoop.Reports;

/// <summary>What to expect of one instrument.</summary>
/// <param name="Id">Which.</param>
/// <param name="Capacity">Steps side by side.</param>
/// <param name="Utilisation">Share of its places that is at work, over a run.</param>
/// <param name="Queue">Steps that wait for it, on average over a run.</param>
/// <param name="Wait">Mean wait of a step for it, in seconds.</param>
/// <param name="LongestWait">Longest wait of a step for it, in seconds.</param>
/// <param name="Steps">Attempts that it was given.</param>
/// <param name="Failed">Attempts that failed.</param>
public sealed record InstrumentForecast(
    string Id,
    int Capacity,
    Quantiles Utilisation,
    Quantiles Queue,
    Quantiles Wait,
    Quantiles LongestWait,
    Quantiles Steps,
    Quantiles Failed);
