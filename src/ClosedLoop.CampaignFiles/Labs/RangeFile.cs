namespace ClosedLoop.CampaignFiles;

/// <summary>A range, both ends included.</summary>
/// <param name="Lower">Least value.</param>
/// <param name="Upper">Greatest value, above <paramref name="Lower"/>.</param>
public sealed record RangeFile(double Lower, double Upper);
