using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.EndToEnd.Tests;

/// <summary>One crashed campaign, held against what the devices themselves remember.</summary>
/// <param name="Name">The campaign.</param>
/// <param name="Openings">How often its journal was opened.</param>
/// <param name="Observed">Trials with an observation.</param>
/// <param name="Quarantined">Trials in quarantine at the end.</param>
/// <param name="Proposals">Proposals of the optimizer that were computed again from the journal and came out the same, bit for bit.</param>
/// <param name="Broken">Every promise that was not kept, in words.</param>
internal sealed record CampaignVerdict(string Name, long Openings, int Observed, int Quarantined, int Proposals, IReadOnlyList<string> Broken)
{
    /// <summary>The dispatches that a device has begun and neither ended nor failed.</summary>
    public static IReadOnlyList<DispatchId> Running(IReadOnlyList<WitnessEntry> witness) =>
        [.. Begun(witness).Except(witness.Where(entry => entry.Kind != WitnessKind.Begun).Select(entry => entry.DispatchId)).Distinct()];

    public static CampaignVerdict Of(CrashLab lab, string name, CrashSettings settings, IReadOnlyList<Kill> kills)
    {
        var events = lab.Folder.Events(name);
        var state = CampaignLoop.Fold(events);
        var witness = lab.Witness().Where(entry => entry.DispatchId.Run == state.Run).ToList();
        var ends = lab.LedgerEnds().Where(end => end.Key.StartsWith($"{state.Run}.", StringComparison.Ordinal)).ToDictionary();
        var broken = new List<string>();
        AddJournal(broken, state, events, settings);
        AddActs(broken, state, witness);
        if (settings.Recover)
        {
            AddRecovered(broken, state, witness);
        }
        else
        {
            AddQuarantines(broken, state, witness, ends, kills);
        }

        var proposals = ProposalReplay.Compare(events, broken);
        return new CampaignVerdict(name, state.Epoch, Count(state, TrialStatus.Observed), Count(state, TrialStatus.Quarantined), proposals, broken);
    }

    private static IEnumerable<DispatchId> Begun(IEnumerable<WitnessEntry> witness) =>
        witness.Where(entry => entry.Kind == WitnessKind.Begun).Select(entry => entry.DispatchId);

    private static int Count(CampaignState state, TrialStatus status) => state.Trials.Values.Count(trial => trial.Status == status);

    private static void AddJournal(List<string> broken, CampaignState state, IReadOnlyList<CampaignEvent> events, CrashSettings settings)
    {
        Expect(broken, state.Stage == RunStage.Completed, $"the campaign ended as {state.Stage}, fault: {state.Fault}");
        Expect(broken, state.Trials.Count == settings.Trials, $"{state.Trials.Count} trials instead of {settings.Trials}");
        Expect(broken, Count(state, TrialStatus.Failed) == 0, $"failed trials: {Reasons(state, TrialStatus.Failed)}");
        var ended = Count(state, TrialStatus.Observed) + Count(state, TrialStatus.Quarantined);
        Expect(broken, ended == settings.Trials, "a trial is neither observed nor in quarantine");
        var observations = events.OfType<ObservationRecorded>().ToList();
        Expect(broken, observations.Count == Count(state, TrialStatus.Observed), $"{observations.Count} observations of {Count(state, TrialStatus.Observed)} trials");
        Expect(broken, observations.DistinctBy(observation => observation.Trial).Count() == observations.Count, "a trial was observed twice");
        var doubted = events.OfType<MessageQuarantined>().Select(message => message.Reason).ToList();
        Expect(broken, doubted.Count == 0, $"messages were not believed: {string.Join("; ", doubted)}");
    }

    /// <summary>No step is begun twice, and every observation is what the device measured.</summary>
    private static void AddActs(List<string> broken, CampaignState state, List<WitnessEntry> witness)
    {
        foreach (var ((_, trial, step), count) in WitnessLog.Acts(witness).Where(act => act.Value != 1))
        {
            broken.Add($"trial {trial} {step} was begun {count} times");
        }

        foreach (var unknown in Begun(witness).Where(id => state.Find(id) is null))
        {
            broken.Add($"{unknown} was begun and is not in the journal");
        }

        foreach (var dispatch in state.Trials.Values.SelectMany(trial => trial.Dispatches).Where(dispatch => dispatch.Result is not null))
        {
            var done = witness.Where(entry => entry.DispatchId == dispatch.Id && entry.Kind == WitnessKind.Done).ToList();
            Expect(broken, done.Count == 1, $"{dispatch.Id} has a result and {done.Count} ends in the witness log");
            var same = done.Count != 1 || dispatch.Result!.Outputs.All(output => done[0].Outputs![output.Key] == output.Value);
            Expect(broken, same, $"the journal's result of {dispatch.Id} is not what the device measured");
        }
    }

    private static void AddRecovered(List<string> broken, CampaignState state, List<WitnessEntry> witness)
    {
        Expect(broken, Count(state, TrialStatus.Quarantined) == 0, $"quarantined: {Reasons(state, TrialStatus.Quarantined)}");
        var steps = state.Trials.Count * state.Spec!.Workflow.Count;
        var (begun, done) = (Begun(witness).Count(), witness.Count(entry => entry.Kind == WitnessKind.Done));
        Expect(broken, begun == steps, $"{begun} steps begun instead of {steps}");
        Expect(broken, done == steps, $"{done} steps done instead of {steps}");
    }

    /// <summary>
    /// In quarantine is exactly what a device had begun and not ended when its process was killed, and what it had ended, or was about to begin, without the
    /// ledger having heard of it.
    /// </summary>
    private static void AddQuarantines(
        List<string> broken,
        CampaignState state,
        List<WitnessEntry> witness,
        Dictionary<string, string> ends,
        IReadOnlyList<Kill> kills)
    {
        var cut = kills
            .Where(kill => kill.Victim == Victim.Instruments)
            .SelectMany(kill => kill.Running)
            .Where(id => id.Run == state.Run)
            .Select(id => id.ToString())
            .ToHashSet();
        var unsaid = ends.Where(end => end.Value == "indeterminate").Select(end => end.Key).ToHashSet();
        Expect(broken, cut.SetEquals(Running(witness).Select(id => id.ToString())), "the witness logs imply other interrupted steps than the kills");
        foreach (var id in cut.Except(unsaid))
        {
            broken.Add($"{id} was cut short and its ledger says {ends.GetValueOrDefault(id, "nothing")}");
        }

        foreach (var id in unsaid.Except(cut))
        {
            var acts = witness.Count(entry => entry.DispatchId.ToString() == id);
            Expect(broken, acts is 0 or 2, $"{id} is indeterminate by its ledger after {acts} acts without having been cut short");
        }

        var trials = state.Trials.Values;
        var implied = trials.Where(trial => trial.Dispatches.Any(dispatch => unsaid.Contains(dispatch.Id.ToString()))).Select(trial => trial.Number).ToList();
        var quarantined = trials.Where(trial => trial.Status == TrialStatus.Quarantined).Select(trial => trial.Number).ToList();
        var lists = $"quarantined are trials {string.Join(", ", quarantined)}, implied are {string.Join(", ", implied)}";
        Expect(broken, implied.SequenceEqual(quarantined), lists);
    }

    private static string Reasons(CampaignState state, TrialStatus status) =>
        string.Join("; ", state.Trials.Values.Where(trial => trial.Status == status).Select(trial => $"trial {trial.Number}: {trial.Reason}"));

    private static void Expect(List<string> broken, bool kept, string otherwise)
    {
        if (!kept)
        {
            broken.Add(otherwise);
        }
    }
}
