namespace ClosedLoop.CampaignFiles;

/// <summary>One key of a map and its value.</summary>
internal sealed record MapEntry(ScalarNode Key, FileNode Value);
