using ClosedLoop.Campaigns;

namespace ClosedLoop.Placing;

/// <summary>Labs by number: always the same one for a number.</summary>
internal static class GeneratedLabs
{
    private static readonly string[] Recipes = ["a", "b", "c"];

    /// <summary>3 to 6 capabilities on 4 to 9 instruments of unequal speed, some of them versatile or of larger capacity; 2 or 3 campaigns of 3 to 5 steps in orders of their own.</summary>
    public static PlacingLab JobShop(int number, bool setups = false, bool windows = false, int trials = 12)
    {
        var chance = new Random(1000 + number);
        var capabilities = Enumerable.Range(0, 3 + chance.Next(4)).Select(index => $"c{index}").ToArray();
        var instruments = new List<InstrumentView>();
        foreach (var (capability, index) in capabilities.Select((capability, index) => (capability, index)))
        {
            var seconds = 60 + chance.Next(540);
            for (var twin = 0; twin < 1 + (chance.Next(3) == 0 ? 1 : 0); twin++)
            {
                var other = capabilities[chance.Next(capabilities.Length)];
                (string, double)[] can = chance.Next(4) == 0 && other != capability
                    ? [(capability, Vary(chance, seconds)), (other, Vary(chance, 300))]
                    : [(capability, Vary(chance, seconds))];
                var instrument = PlacingLab.Instrument($"{capability}-{twin}", chance.Next(5) == 0 ? 2 : 1, can);
                instruments.Add(setups && index == 1 ? instrument with { Capacity = 1, Setup = new SetupChange("recipe", TimeSpan.FromSeconds(seconds / 2.0)) } : instrument);
            }
        }

        var campaigns = Enumerable.Range(0, 2 + chance.Next(2)).Select(index => Campaign(chance, $"run-{index}", capabilities, setups, windows, trials)).ToList();
        return new PlacingLab(instruments, campaigns);
    }

    /// <summary>Instruments that keep samples until their next step begins, some with two places, and routes that cross each other.</summary>
    public static PlacingLab Crossing(int number)
    {
        var chance = new Random(5000 + number);
        var capabilities = Enumerable.Range(0, 2 + chance.Next(4)).Select(index => $"c{index}").ToArray();
        var instruments = capabilities.SelectMany(capability => Enumerable.Range(0, 1 + (chance.Next(4) == 0 ? 1 : 0))
            .Select(twin => PlacingLab.Instrument($"{capability}-{twin}", 1 + (chance.Next(4) == 0 ? 1 : 0), (capability, 30 + chance.Next(300))) with { KeepsSamples = chance.Next(5) > 0 }))
            .ToList();
        var campaigns = Enumerable.Range(0, 1 + chance.Next(3)).Select(index => new PlacingCampaign(
            $"run-{index}",
            1 + chance.Next(3),
            2 + chance.Next(5),
            [.. Enumerable.Range(0, 8).Select(_ => (IReadOnlyList<RouteStep>)[.. Walk(chance, capabilities).Select(capability => PlacingLab.Step(capability, chance.Next(6) == 0 ? 200 : null))])]));
        return new PlacingLab(instruments, [.. campaigns]);
    }

    private static IEnumerable<string> Walk(Random chance, string[] capabilities)
    {
        var before = "";
        for (var step = 0; step < 2 + chance.Next(4); step++)
        {
            var next = capabilities[chance.Next(capabilities.Length)];
            if (next != before)
            {
                yield return before = next;
            }
        }

        if (before.Length == 0)
        {
            yield return capabilities[0];
        }
    }

    private static PlacingCampaign Campaign(Random chance, string run, string[] capabilities, bool setups, bool windows, int trials)
    {
        var order = capabilities.ToArray();
        chance.Shuffle(order);
        var steps = order.Take(Math.Min(order.Length, 3 + chance.Next(3))).ToArray();
        var limited = windows ? 1 + chance.Next(steps.Length - 1) : -1;
        return new PlacingCampaign(run, 1, trials, [.. Enumerable.Range(0, trials).Select(_ => (IReadOnlyList<RouteStep>)[.. steps.Select((capability, index) =>
            PlacingLab.Step(capability, index == limited ? 120 : null, setups ? Recipes[chance.Next(Recipes.Length)] : null))])]);
    }

    private static double Vary(Random chance, double seconds) => Math.Round(seconds * (0.75 + (chance.NextDouble() / 2)));
}
