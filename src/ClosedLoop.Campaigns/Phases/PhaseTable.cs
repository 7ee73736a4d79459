using System.Text;
using static ClosedLoop.Campaigns.CampaignPhase;

namespace ClosedLoop.Campaigns;

/// <summary>The phases in order of precedence: the first row that holds is the phase. The printed diagram comes from the same rows.</summary>
public static class PhaseTable
{
    private static readonly CampaignPhase[] Ends = [Paused, Suspended, Completed, Aborted, Faulted];
    private static readonly CampaignPhase[] Working = [Proposing, Dispatching, Awaiting, Ingesting, Retraining, Acquiring];

    /// <summary>The rows, most important first.</summary>
    public static IReadOnlyList<PhaseRow> Rows { get; } =
    [
        new(Faulted, "it met something that it cannot go on with", s => s.Fault is not null, [.. Working, Paused, Completed, Aborted]),
        new(Completed, "the budget is spent, a stop rule holds, or an operator stopped it", s => s.Stage == RunStage.Completed, []),
        new(Aborted, "an operator ended it", s => s.Stage == RunStage.Aborted, []),
        new(Suspended, "its host let go of it with nothing running", s => s.Suspended, [.. Working, Paused, Completed, Aborted, Faulted]),
        new(Paused, "an operator paused it", s => s.Paused, [.. Working, Suspended, Completed, Aborted, Faulted]),
        new(Retraining, "observations are newer than the surrogate", s => s.TrainedOn != s.DataHash, [Acquiring, Proposing, Dispatching, Awaiting, Ingesting, .. Ends]),
        new(Proposing, "candidates of the initial design are owed", s => CampaignLoop.OwesProposal(s) && s.Trials.Count < s.Spec!.InitialTrials, [Dispatching, Retraining, Awaiting, Ingesting, Acquiring, .. Ends]),
        new(Acquiring, "candidates of the surrogate are owed", CampaignLoop.OwesProposal, [Dispatching, Retraining, Awaiting, Ingesting, .. Ends]),
        new(Dispatching, "a step waits for an instrument, or its instrument has not confirmed", CampaignLoop.OwesDispatch, [Awaiting, Ingesting, Retraining, Proposing, Acquiring, .. Ends]),
        new(Ingesting, "a result is safe and the instrument does not know it yet", CampaignLoop.OwesClose, [Awaiting, Dispatching, Retraining, Proposing, Acquiring, .. Ends]),
        new(Awaiting, "instruments are working, or a person is asked", _ => true, [Ingesting, Dispatching, Retraining, Proposing, Acquiring, .. Ends]),
    ];

    /// <summary>The phase of a state.</summary>
    public static CampaignPhase Of(CampaignState state) => Rows.First(row => row.Holds(state)).Phase;

    /// <summary>Whether a phase may follow another.</summary>
    public static bool Allows(CampaignPhase from, CampaignPhase to) => from == to || Rows.First(row => row.Phase == from).Next.Contains(to);

    /// <summary>The table as a Mermaid state diagram.</summary>
    public static string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n    [*] --> Proposing\n");
        foreach (var row in Rows.Reverse())
        {
            text.Append("    note right of ").Append(row.Phase).Append(": ").Append(row.When).Append('\n');
            foreach (var next in row.Next)
            {
                text.Append("    ").Append(row.Phase).Append(" --> ").Append(next).Append('\n');
            }
        }

        return text.Append("    Completed --> [*]\n    Aborted --> [*]\n").ToString();
    }
}
