namespace ClosedLoop.CampaignFiles;

/// <summary>Where calculations run. Closed set.</summary>
/// <param name="Line">Where it is written; 0 for the default.</param>
public abstract record ExecutionFile(int Line);
