namespace ClosedLoop.Campaigns;

/// <summary>What a campaign wants of the lab: a function of its state.</summary>
/// <param name="Run">The run.</param>
/// <param name="Campaign">The campaign's name, for people.</param>
/// <param name="Priority">Its share of a contested instrument in proportion to others'.</param>
/// <param name="Samples">Its samples in flight, in trial order.</param>
public sealed record CampaignDemand(string Run, string Campaign, int Priority, IReadOnlyList<SampleRoute> Samples);
