using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>Finds what a dry run would fail for before it begins.</summary>
internal sealed class StandInCheck(CampaignSpec spec, string campaignPath, string labPath, bool labExists)
{
    /// <summary>Everything that is missing, with the key that mends it.</summary>
    public IEnumerable<string> Of(IReadOnlyList<StandIn> chosen)
    {
        foreach (var twins in chosen.GroupBy(standIn => standIn.Settings.Id).Where(group => group.Count() > 1))
        {
            yield return $"the instrument '{twins.Key}' is in {string.Join(" and in ", twins.Select(twin => twin.From))}; give each its own id";
        }

        foreach (var step in spec.Workflow)
        {
            var offers = chosen
                .SelectMany(standIn => standIn.Settings.Capabilities.Select(capability => (standIn, capability)))
                .Where(offer => offer.capability.Name == step.Capability)
                .ToList();
            if (offers.Count == 0)
            {
                yield return $"step '{step.Name}' needs '{step.Capability}', which no simulated instrument offers: "
                    + $"{(labExists ? $"{labPath} has none" : $"there is no {labPath}")}, and {campaignPath} has none below simulate:. Add there: "
                    + $"simulate: {{instruments: [{{id: {step.Name}-1, type: simulated, capability: {step.Capability}, duration: 5 min, response: ...}}]}}";
            }

            foreach (var problem in offers.SelectMany(offer => Problems(step, offer.standIn, offer.capability)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Problems(Step step, StandIn standIn, SimulatedCapability capability)
    {
        var where = $"{standIn.From}: {standIn.Settings.Id}.{capability.Name}";
        foreach (var output in step.Outputs.Except(capability.Response.Outputs))
        {
            yield return $"{where}: nothing says what '{output}' of step '{step.Name}' comes out as; "
                + $"add it to response: outputs (it has {Listed(capability.Response.Outputs)})";
        }

        foreach (var input in capability.Response.Inputs.Where(input => input != PassResponse.Sample).Except(step.Inputs.Keys))
        {
            yield return $"{where}: its response needs '{input}', which step '{step.Name}' does not send; "
                + $"add it to the step's inputs (it sends {Listed([.. step.Inputs.Keys])})";
        }
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
