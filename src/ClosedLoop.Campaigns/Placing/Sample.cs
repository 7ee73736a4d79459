using ClosedLoop.Domain;

namespace ClosedLoop.Campaigns;

/// <summary>A sample on its way through the lab, with what the planning has worked out of it once.</summary>
internal sealed class Sample
{
    public required int Index { get; init; }

    public required CampaignDemand Demand { get; init; }

    public required SampleRoute Route { get; init; }

    /// <summary>For each step to come: the instruments that can do it, by number, with the expected seconds there; empty when nobody offers it.</summary>
    public required IReadOnlyList<IReadOnlyList<(int Instrument, double Seconds, string? Key)>> Options { get; init; }

    /// <summary>For each step to come a number that is the same for steps with the same options.</summary>
    public required IReadOnlyList<int> Kinds { get; init; }

    /// <summary>When the next step may begin, in seconds from now.</summary>
    public required double Ready { get; init; }

    /// <summary>The number of the instrument whose place it occupies though its step there is done, or will be; null when it lies in no such place.</summary>
    public int? LiesOn { get; init; }

    /// <summary>Least seconds of work from each step on.</summary>
    public required IReadOnlyList<double> WorkFrom { get; init; }

    /// <summary>When the next step began to wait, in seconds from now; later for samples that are under way.</summary>
    public required double Since { get; init; }

    /// <summary>Later steps that were given a place which it could have had; see <see cref="InstrumentUse.Overtook"/>.</summary>
    public double Overtaken { get; init; }

    /// <summary>Whether it yields to campaigns that had less of the instruments.</summary>
    public bool IsAhead { get; set; }

    /// <summary>Least seconds of a step.</summary>
    public double Seconds(int step) => WorkFrom[step] - (step + 1 < WorkFrom.Count ? WorkFrom[step + 1] : 0);

    public bool Waits => Route.Owed is not null;

    /// <summary>Whether nobody knows when it goes on: its campaign is paused or being let go of.</summary>
    public bool IsParked => Route.Owed is null && Route.Running is null;

    public DispatchId? Owed => Route.Owed;

    /// <summary>Stock → what the next step uses up of it.</summary>
    public required IReadOnlyDictionary<string, double> Needs { get; init; }

    /// <summary>The stock of which there is less than the next step needs, or null: a person must fill it up.</summary>
    public required StockItem? Lacks { get; init; }

    /// <summary>When the next step must have begun, in seconds from now; null for any time.</summary>
    public double? Until { get; init; }

    /// <summary>Whether the next step must begin within a time that runs.</summary>
    public bool IsUrged => Route.Steps.Count > 0 && (Route.Until is not null || Route.Steps[0].Within is not null);

    /// <summary>
    /// For each step the last of those that follow it without a buffer between them: a time limit, or a place that is kept, links them.
    /// </summary>
    public required IReadOnlyList<int> LinkedTo { get; init; }

    /// <summary>The first step that nobody offers; the number of steps when all are offered.</summary>
    public required int Offered { get; init; }
}
