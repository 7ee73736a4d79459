using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop;

/// <summary>Finds what <c>--scenario</c> names: a file, or a scenario that ships.</summary>
internal static class ScenarioSource
{
    /// <exception cref="BadInputException">There is no such scenario, or its file has mistakes: all of them, with lines.</exception>
    public static Scenario Read(string nameOrPath)
    {
        if (File.Exists(nameOrPath))
        {
            var read = ScenarioFileReader.Read(File.ReadAllText(nameOrPath), nameOrPath);
            return read.Scenario ?? throw new BadInputException([.. read.Errors.Select(error => error.ToString())]);
        }

        return ScenarioLibrary.Find(nameOrPath)
            ?? throw new BadInputException(
                $"--scenario {nameOrPath}: there is no such file, and no such scenario among those that ship: {string.Join(", ", ScenarioLibrary.Names)}");
    }

    /// <summary>Looks whether the lab has every target.</summary>
    /// <exception cref="BadInputException">It has not; all of them.</exception>
    public static void CheckTargets(Scenario scenario, IReadOnlyList<FaultSite> instruments)
    {
        var lost = scenario.Faults.Where(fault => !fault.Target.IsHost && !instruments.Any(site => site.IsTargetOf(fault))).ToList();
        if (lost.Count > 0)
        {
            var known = instruments.SelectMany(site => site.Capabilities.Prepend(site.Name)).Distinct(StringComparer.Ordinal);
            var targets = $"it has {string.Join(", ", known)}, and there are any and host";
            throw new BadInputException(
                [.. lost.Select(fault => $"scenario {scenario.Name}: a {fault.Kind} is for '{fault.Target}', which the lab does not have; {targets}")]);
        }
    }
}
