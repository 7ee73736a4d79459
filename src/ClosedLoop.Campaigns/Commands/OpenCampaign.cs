namespace ClosedLoop.Campaigns;

/// <summary>A host takes hold of the run.</summary>
/// <param name="At">When.</param>
/// <param name="Host">The host's id.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="VectorWidth">Width of a SIMD register in bits.</param>
public sealed record OpenCampaign(DateTimeOffset At, string Host, string Runtime, int VectorWidth) : CampaignCommand(At);
