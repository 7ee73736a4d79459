using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;
using ClosedLoop.VirtualLabs;

namespace ClosedLoop.DryRuns;

/// <summary>The instruments of a dry run: at least one for every step of the workflow.</summary>
/// <param name="Instruments">The stand-ins.</param>
public sealed record StandInLab(IReadOnlyList<StandIn> Instruments)
{
    /// <summary>
    /// Chooses a stand-in for everything that the workflow needs: a simulated instrument of the lab file, else one of the campaign's <c>simulate:</c> section.
    /// Where an earlier campaign is given, it decides how long steps take, how they fail and what they measure, and its instruments stand in for what the files lack.
    /// </summary>
    /// <param name="spec">The campaign.</param>
    /// <param name="campaignPath">Its file, for messages; the tables of stand-ins lie relative to it.</param>
    /// <param name="standIns">The instruments of its <c>simulate:</c> section.</param>
    /// <param name="labPath">The lab file, for messages.</param>
    /// <param name="lab">The lab file, or null when there is none.</param>
    /// <param name="earlier">The campaign to learn from, or null.</param>
    /// <exception cref="DryRunRefusedException">Something has no stand-in, or not one that fits: all of it, each with the key to add.</exception>
    public static StandInLab Choose(
        CampaignSpec spec,
        string campaignPath,
        IReadOnlyList<InstrumentFile> standIns,
        string labPath,
        LabFile? lab,
        EarlierCampaign? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(standIns);
        var needed = spec.Workflow.Select(step => step.Capability).ToHashSet(StringComparer.Ordinal);
        var chosen = new List<StandIn>();
        var errors = new List<string>();
        errors.AddRange(Add(chosen, lab?.Instruments ?? [], needed, labPath, lab?.Cores));
        errors.AddRange(Add(chosen, standIns, needed, campaignPath));
        if (earlier is not null)
        {
            chosen = Learn(chosen, needed, earlier);
        }

        errors.AddRange(new StandInCheck(spec, campaignPath, labPath, lab is not null).Of(chosen));
        return errors.Count == 0 ? new StandInLab(chosen) : throw new DryRunRefusedException(errors);
    }

    private static List<StandIn> Learn(List<StandIn> chosen, HashSet<string> needed, EarlierCampaign earlier)
    {
        var known = earlier.Capabilities.Where(needed.Contains).ToHashSet(StringComparer.Ordinal);
        var learnt = chosen.ConvertAll(standIn => standIn.Settings.Capabilities.Any(capability => known.Contains(capability.Name))
            ? new StandIn(
                standIn.Settings with
                {
                    Capabilities = [.. standIn.Settings.Capabilities.Select(capability => known.Contains(capability.Name)
                        ? earlier.Learn(capability.Name, standIn.Settings.Id) with { Limits = capability.Limits }
                        : capability)],
                },
                $"{standIn.From}, learnt from {Telling(standIn.Settings.Capabilities.Select(capability => capability.Name).Where(known.Contains), earlier)}")
            : standIn);
        var missing = known
            .Except(chosen.SelectMany(standIn => standIn.Settings.Capabilities).Select(capability => capability.Name))
            .Order(StringComparer.Ordinal)
            .ToList();
        var instruments = missing.SelectMany(capability =>
            earlier.Instruments(capability).Select(instrument => (instrument.Id, instrument.Capacity, Capability: capability)));
        learnt.AddRange(instruments.GroupBy(instrument => instrument.Id).Select(group => new StandIn(
            new SimulatedInstrumentSettings
            {
                Id = group.Key,
                Capacity = group.Max(instrument => instrument.Capacity),
                Capabilities = [.. group.Select(instrument => earlier.Learn(instrument.Capability, group.Key))],
            },
            $"learnt from {Telling(group.Select(instrument => instrument.Capability), earlier)}")));
        return learnt;
    }

    private static string Telling(IEnumerable<string> capabilities, EarlierCampaign earlier) =>
        string.Join(", ", capabilities.Select(earlier.Telling).Distinct());

    /// <summary>The instruments of one dry run.</summary>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="candidateOf">Sample → what it was made from.</param>
    public IReadOnlyList<SimulatedInstrumentSettings> Draw(ulong seed, Func<string, Candidate?> candidateOf) =>
    [
        .. Instruments.Select(standIn => standIn.Settings with
        {
            Capabilities = [.. standIn.Settings.Capabilities.Select(capability => capability.Response is DrawnResponse drawn
                ? capability with { Response = drawn.Draw(seed, candidateOf) }
                : capability)],
        }),
    ];

    /// <summary>Adds the instruments that offer something needed that no one before them offers.</summary>
    private static IReadOnlyList<string> Add(List<StandIn> chosen, IReadOnlyList<InstrumentFile> files, HashSet<string> needed, string path, int? cores = null)
    {
        var missing = needed
            .Except(chosen.SelectMany(standIn => standIn.Settings.Capabilities).Select(capability => capability.Name))
            .ToHashSet(StringComparer.Ordinal);
        var builder = new InstrumentBuilder(path, speed: 1, cores);
        foreach (var file in files)
        {
            var wanted = file.Capabilities.Where(capability => missing.Contains(capability.Name)).ToList();
            if (wanted.Count > 0)
            {
                chosen.Add(new StandIn(builder.Build(file with { Capabilities = wanted }), path));
            }
        }

        return builder.Errors;
    }
}
