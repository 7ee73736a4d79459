using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>The surrogate, for operators.</summary>
internal static class ModelPicture
{
    public static CampaignModelMessage Of(ModelSummary model) => new(
        $"{model.Name} on {model.Observations} observations",
        model.Name,
        model.Hash,
        model.Observations,
        model.HyperParameters,
        model.Diagnostics);
}
