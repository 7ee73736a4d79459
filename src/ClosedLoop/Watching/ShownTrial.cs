namespace ClosedLoop;

/// <summary>What a campaign shows on <c>campaign/{id}/best</c>.</summary>
internal sealed record ShownTrial(int Trial, IReadOnlyDictionary<string, double>? Values = null);
