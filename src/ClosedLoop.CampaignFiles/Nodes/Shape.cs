namespace ClosedLoop.CampaignFiles;

/// <summary>The keys that a map of one kind may have. The published JSON Schema has a definition of the same name with the same keys.</summary>
internal sealed record Shape(string Name, params IReadOnlyList<string> Keys);
