using ClosedLoop.Soaks;

namespace ClosedLoop.Simulation.Tests;

/// <summary>The faults that are planted, by name.</summary>
internal static class Mutants
{
    private const string Loop = "src/ClosedLoop.Campaigns";
    private const string Runner = "src/ClosedLoop.Orchestrator";
    private const string Ledger = "instruments/ClosedLoop.Instruments";
    private const string Log = "src/ClosedLoop.Storage";
    private const string Journal = "src/ClosedLoop.Journal";
    private const string Messaging = "src/ClosedLoop.Messaging";

    public static IReadOnlyDictionary<string, Mutant> All { get; } = new Dictionary<string, Mutant>
    {
        ["loop: a failed step is attempted again though nobody knows its sample"] = new(
            Loop,
            [new("Loop/CampaignLoop.Owed.cs", "last.Failure!.Sample == SampleFate.Untouched", "last.Failure!.Sample != SampleFate.Altered")]),
        ["loop: an indeterminate step is attempted again"] = new(
            Loop,
            [
                new("Loop/CampaignLoop.Owed.cs", "DispatchPhase.Indeterminate => step.Repeatable", "DispatchPhase.Indeterminate => true"),
                new("Loop/CampaignLoop.Evolve.cs", "is { Repeatable: true } step && !(e.Unanswered && HadAllAttempts(state, trial, step))) ? state", "is { } step && step.Name.Length > 0) ? state"),
            ]),
        ["loop: silence is failure"] = new(
            Loop,
            [
                new(
                    "Loop/CampaignLoop.Decide.Run.cs",
                    "facts.Add(new StepIndeterminate(dispatch.Id, $\"{dispatch.Decision.Instrument} told nothing certain until long after the deadline of {dispatch.Decision.Deadline:u}\", true));",
                    "facts.Add(new StepFailed(dispatch.Id, ClosedLoop.Domain.FailureKind.Timeout, ClosedLoop.Domain.SampleFate.Untouched, \"silence\"));"),
            ])
        {
            Aim = SoakAim.Outages,
        },
        ["loop: the cost of trials in flight is not reserved"] = new(
            Loop,
            [new("Loop/CampaignLoop.Conclude.cs", "budget - state.Spent - state.Pending.Sum(trial =>", "budget - state.Spent - 0 * state.Pending.Sum(trial =>")]),
        ["loop: one trial more than allowed is in flight"] = new(
            Loop,
            [new("Loop/CampaignLoop.Owed.cs", "spec.Batch.Size - inFlight : ", "spec.Batch.Size - inFlight + 1 : ")]),
        ["loop: a step whose command came too late is forgotten"] = new(
            Loop,
            [
                new(
                    "Loop/CampaignLoop.Owed.cs",
                    "return step is not null && IsApproved(state, trial, step) && (last is null || MayRepeat(step, last))",
                    "return step is not null && last?.Failure?.Kind != FailureKind.TooLate && (last is null || MayRepeat(step, last))"),
            ]),
        ["loop: nothing wakes it"] = new(
            Loop,
            [new("Loop/CampaignLoop.NextWork.cs", "var wake = now + LoopTimes.LongestWait;", "var wake = now + TimeSpan.FromDays(1);")]),
        ["loop: values are rounded on the way"] = new(
            Loop,
            [new("Loop/CampaignLoop.Conclude.cs", "name => outputs[name].Number)", "name => Math.Round(outputs[name].Number, 6))")]),
        ["loop: a drained run stays suspended"] = new(
            Loop,
            [new("Loop/CampaignLoop.Evolve.cs", "Draining = false, Suspended = false, Fault = null", "Draining = false, Fault = null")]),
        ["loop: a step begins without its approval"] = new(
            Loop,
            [new("Loop/CampaignLoop.Requests.cs", "?.Answer is { Approved: true };", "?.Answer is not { Approved: false };")]),
        ["loop: a question that nobody answers stays open"] = new(
            Loop,
            [new("Loop/CampaignLoop.Requests.cs", "if (facts.At >= due)", "if (facts.At >= due.AddDays(1))")]),
        ["lab: a step is placed though there is too little for it"] = new(
            Loop,
            [
                new("Placing/LabSamples.cs", "need > StockOf(item.Name));", "need > StockOf(item.Name) + 1000);"),
                new("Placing/Placement.cs", "> lab.StockOf(need.Key)))", "> lab.StockOf(need.Key) + 1000))"),
            ]),
        ["lab: what a step has used up is put back"] = new(
            Runner,
            [new("Running/CampaignEffects.cs", "dispatch is { Phase: DispatchPhase.Failed, Failure.Sample: SampleFate.Untouched };", "dispatch is { Phase: DispatchPhase.Failed or DispatchPhase.Succeeded };")]),
        ["runner: the journal is written a few events later"] = new(
            Runner,
            [
                new("Running/CampaignRunner.cs", "    private readonly WorkBook _book = new();", "    private readonly WorkBook _book = new();\n    private readonly List<CampaignEvent> _later = [];"),
                new(
                    "Running/CampaignRunner.cs",
                    "            _journal.Append(events);",
                    "            _later.AddRange(events);\n            if (_later.Count >= 4)\n            {\n                _journal.Append([.. _later]);\n                _later.Clear();\n            }\n"),
            ]),
        ["runner: the optimizer is not told of a trial in flight"] = new(
            Runner,
            [new("Planning/PlanningWork.cs", "[.. state.Pending.Select(trial => trial.Proposed.Candidate)]", "[.. state.Pending.Skip(1).Select(trial => trial.Proposed.Candidate)]")]),
        ["runner: every failure is said to have left its sample untouched"] = new(
            Runner,
            [new("Running/Hearing.cs", "status.Sample ?? SampleFate.Unknown, status.Message ?? \"failed\"", "SampleFate.Untouched, status.Message ?? \"failed\"")]),
        ["ledger: the device acts before the intent is written"] = new(
            Ledger,
            [
                new(
                    "Hosting/HostSession.Commands.cs",
                    "        var record = ledger.Intend(command);\n        Begin(command, recovering: false);",
                    "        Begin(command, recovering: false);\n        var record = ledger.Intend(command);"),
            ])
        {
            Aim = SoakAim.Crashes,
        },
        ["ledger: intents are not written"] = new(
            Ledger,
            [new("Ledgers/Ledger.cs", "Append(\"intent\", new LedgerEntries.Intent(command, hash), LedgerJson.Default.Intent)", "_time.GetUtcNow()")])
        {
            Aim = SoakAim.Crashes,
        },
        ["ledger: a new ledger has the id of the old one"] = new(
            Ledger,
            [new("Ledgers/Ledger.cs", "Id = newId();", "Id = \"always-the-same\";")])
        {
            Aim = SoakAim.LostLedgers,
        },
        ["ledger: what a crash left open is done again"] = new(
            Ledger,
            [new("Hosting/HostSession.Steps.cs", "Begin(open.Command!, recovering: true);", "Begin(open.Command!, recovering: false);")]),
        ["ledger: what a crash left open is said to have failed untouched"] = new(
            Ledger,
            [
                new(
                    "Hosting/HostSession.Steps.cs",
                    "Record(Indeterminate(open, \"the instrument was restarted while it was being done\"), null);",
                    "Record(Failed(open.DispatchId, open.CommandHash, FailureKind.Error, SampleFate.Untouched, \"restarted\"), null);"),
            ]),
        ["ledger: a cancellation of what was never seen is not remembered"] = new(
            Ledger,
            [
                new(
                    "Hosting/HostSession.Controls.cs",
                    "record = ledger.Bury(CancelledUntouched(id, null, \"cancelled before it arrived\"));",
                    "record = new LedgerRecord(id, null, null, null, CancelledUntouched(id, null, \"cancelled before it arrived\"), null, true, false);"),
            ])
        {
            Aim = SoakAim.Impatience,
        },
        ["journal: appends are not synced"] = new(
            Log,
            [new("Log/DurableLog.cs", "            _file.Append(output.WrittenSpan);\n            _file.Sync();", "            _file.Append(output.WrittenSpan);")])
        {
            Aim = SoakAim.Crashes,
        },
        ["journal: a torn tail takes the last commit with it"] = new(
            Log,
            [
                new(
                    "Log/DurableLog.cs",
                    "            TornTail? torn = null;",
                    "            if (scan.CommittedBytes < content.Length && scan.CommittedBytes > 0)\n            {\n                scan = LogScan.Of(path, content.AsMemory(0, (int)scan.CommittedBytes - 1));\n            }\n\n            TornTail? torn = null;"),
            ]),
        ["journal: an event of a batch is left out"] = new(
            Journal,
            [new("EventJournal.cs", ".. events.Select(happened =>", ".. events.Where(happened => events.Count < 3 || !ReferenceEquals(happened, events[1])).Select(happened =>")]),
        ["messaging: a resend has an id of its own"] = new(
            Messaging,
            [
                new(
                    "Orchestrator/MqttOrchestratorBus.cs",
                    "LabJson.Write(command with { ReplyTo",
                    "LabJson.Write(command with { DispatchId = command.DispatchId with { Attempt = (1000 * command.DispatchId.Attempt) + (int)(command.StartBy.UtcTicks % 1_000_000) }, ReplyTo"),
            ]),
        ["messaging: the status of a closed dispatch is not cleared"] = new(
            Messaging,
            [new("Instrument/MqttInstrumentBus.cs", "var status = await ClearAsync(_topics.DispatchStatus(_instrument, dispatchId), cancellationToken);", "var status = result;")]),
        ["messaging: the parts of a result are lost on the way"] = new(
            Messaging,
            [new("Instrument/MqttInstrumentBus.cs", "LabJson.Write(result), cancellationToken, result.DispatchId);", "LabJson.Write(result with { Outputs = new Dictionary<string, ParameterValue>() }), cancellationToken, result.DispatchId);")]),
    };
}
