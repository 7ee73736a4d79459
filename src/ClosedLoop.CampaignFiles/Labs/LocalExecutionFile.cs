namespace ClosedLoop.CampaignFiles;

/// <summary>On this machine.</summary>
/// <param name="Line">Where it is written; 0 for the default.</param>
public sealed record LocalExecutionFile(int Line) : ExecutionFile(Line);
