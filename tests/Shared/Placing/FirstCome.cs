using ClosedLoop.Campaigns;

namespace ClosedLoop.Placing;

/// <summary>First come, first served, as a lab without a plan does it: whoever waits longest takes the least busy instrument that has room.</summary>
internal static class FirstCome
{
    public static PlacementPlan Plan(LabSituation picture)
    {
        var taken = picture.State.Grants.Values.GroupBy(grant => grant.Instrument).ToDictionary(grants => grants.Key, grants => grants.Count());
        var grants = new List<StepGranted>();
        foreach (var (demand, sample) in picture.Demands.SelectMany(demand => demand.Samples.Select(sample => (demand, sample)))
            .Where(pair => pair.sample.Owed is { } owed && !picture.State.Grants.ContainsKey(owed))
            .OrderBy(pair => pair.sample.Since).ThenBy(pair => pair.demand.Run, StringComparer.Ordinal).ThenBy(pair => pair.sample.Trial))
        {
            var step = sample.Steps[0];
            var free = picture.Instruments
                .Where(instrument => instrument.Ready && instrument.Capabilities.ContainsKey(step.Capability) && taken.GetValueOrDefault(instrument.Id) < instrument.Capacity)
                .OrderBy(instrument => taken.GetValueOrDefault(instrument.Id)).ThenBy(instrument => instrument.Id, StringComparer.Ordinal)
                .FirstOrDefault();
            if (free is not null)
            {
                taken[free.Id] = taken.GetValueOrDefault(free.Id) + 1;
                grants.Add(new StepGranted(sample.Owed!, free.Id, free.LedgerId, free.Simulated)
                {
                    At = picture.Now,
                    Since = sample.Since,
                    Priority = demand.Priority,
                    SetUpFor = free.SetupFor(step.Inputs),
                    Keeps = free.KeepsSamples ? true : null,
                    ExpectedSeconds = step.ExpectedOn(free).TotalSeconds,
                });
            }
        }

        return new PlacementPlan(grants, [], [], null);
    }
}
