namespace ClosedLoop.CampaignFiles;

/// <summary>What a calculation's program is, and how it is asked. One record for each kind of code.</summary>
/// <param name="Line">Where it is written.</param>
public abstract record CodeFile(int Line);
