namespace ClosedLoop.CampaignFiles;

/// <summary>Where the outputs of a simulated step come from. Closed set: surface, table, pass.</summary>
/// <param name="Line">Where it is written.</param>
public abstract record ResponseFile(int Line);
