using ClosedLoop.Domain;
using ClosedLoop.Messaging;

namespace ClosedLoop.Orchestrator;

/// <summary>The surrogate, for operators.</summary>
internal static class ModelPicture
{
    public static CampaignModelMessage Of(ModelSummary model) => new(
        EventText.Model(model),
        model.Name,
        model.Hash,
        model.Observations,
        model.HyperParameters,
        model.Diagnostics)
    {
        Reasons = model.Reasons,
        Importances = model.Importances,
        Alarms = model.Alarms,
    };
}
