using ClosedLoop.Campaigns;

namespace ClosedLoop.Placing;

/// <summary>A campaign of a generated lab.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="InFlight">Samples side by side.</param>
/// <param name="Routes">The steps of each sample.</param>
internal sealed record PlacingCampaign(string Run, int Priority, int InFlight, IReadOnlyList<IReadOnlyList<RouteStep>> Routes);
