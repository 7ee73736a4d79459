namespace ClosedLoop.Campaigns;

/// <summary>A host opened the run, the first time or again. Fences hosts that opened it before.</summary>
/// <param name="Epoch">One more than at the opening before; from 1.</param>
/// <param name="Host">The host's id.</param>
/// <param name="Runtime">The .NET runtime; suggestions replay bit for bit on the same one.</param>
/// <param name="VectorWidth">Width of a SIMD register in bits; belongs to the runtime for replay.</param>
public sealed record CampaignOpened(long Epoch, string Host, string Runtime, int VectorWidth) : CampaignEvent;
