using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;

namespace ClosedLoop.Orchestrator;

/// <summary>
/// Has proposals and models made: by the built-in planner at its desk, or by the campaign's external one, with the built-in one for all that this one leaves
/// unanswered. Answers go back into the loop as commands.
/// </summary>
internal sealed class PlanningWork(RunnerSurroundings around, Action<CampaignCommand> post)
{
    private const int Distinct = 16;

    private readonly PlannerQuestions _questions = new(around.Bus, around.Time);
    private (CampaignSpec Spec, JsonElement Json)? _declaration;

    /// <summary>An external planner answered.</summary>
    public void Take(LabMessage.ProposalArrived arrived) => _questions.Take(arrived);

    public void Retrain(CampaignState state, CampaignWork.Retrain work, CancellationToken cancellationToken)
    {
        var problem = PlanningProblem.Of(state.Spec!);
        var observed = state.Observed;
        void Post(ModelSummary? model, PlannedBy? by) => post(new TakeModel(around.Time.GetUtcNow(), work.DataHash, model) { By = by });
        void BuiltIn(PlannedBy? by) => around.Desk.Ask(() => around.Planner.Retrain(problem, observed), model => Post(model, by), Fault);
        if (state.Spec!.Planner is not { } external)
        {
            BuiltIn(null);
            return;
        }

        var question = Question(state, $"{state.Run}/model/{work.DataHash[..Math.Min(work.DataHash.Length, Distinct)]}", null);
        string? Take(ProposalMessage answer)
        {
            if (answer.Error is { } error)
            {
                return $"answered that it cannot: {error.Message}";
            }

            Post(answer.Model, new PlannedBy(external.Name, null));
            return null;
        }

        Ask("model", external, question, Take, BuiltIn, cancellationToken);
    }

    public void Propose(CampaignState state, CampaignWork.Propose work, CancellationToken cancellationToken)
    {
        var problem = PlanningProblem.Of(state.Spec!);
        var pending = state.Pending.Select(trial => trial.Number).ToList();
        var request = new PlanningRequest(work.Number, work.Count, state.Observed, [.. state.Pending.Select(trial => trial.Proposed.Candidate)])
        {
            PendingSources = state.Spec!.Sources is null ? [] : [.. state.Pending.Select(trial => trial.Proposed.Source)],
            Remaining = CampaignLoop.Remaining(state),
        };
        void Post(IReadOnlyList<ProposedCandidate> candidates, string? modelHash, PlannedBy? by) =>
            post(new TakeProposal(around.Time.GetUtcNow(), work.Number, work.DataHash, pending, candidates, modelHash) { By = by, Remaining = request.Remaining });
        void BuiltIn(PlannedBy? by) => around.Desk.Ask(
            () => Checked(around.Planner.Propose(problem, request), problem, request.Remaining),
            proposal => Post(proposal.Candidates, proposal.Model?.Hash, by),
            Fault);
        if (state.Spec!.Planner is not { } external)
        {
            BuiltIn(null);
            return;
        }

        var question = Question(
            state,
            $"{state.Run}/proposal/{work.Number}/{Short($"{work.Count}|{work.DataHash}|{work.Pending}|{request.Remaining:R}")}",
            new PlannerAsk
            {
                N = work.Count,
                Pending = [.. state.Pending.Select(trial => new PlannerPending { Candidate = trial.Proposed.Candidate, Source = trial.Proposed.Source })],
                Remaining = request.Remaining,
            });
        string? Take(ProposalMessage answer)
        {
            var (candidates, reason) = ForeignProposal.Read(answer, problem, request);
            if (reason is null)
            {
                Post(candidates, answer.ModelHash, new PlannedBy(external.Name, null));
            }

            return reason;
        }

        Ask("proposal", external, question, Take, BuiltIn, cancellationToken);
    }

    private async void Ask(
        string subject,
        ExternalPlanner planner,
        PlannerQuestionMessage question,
        Func<ProposalMessage, string?> take,
        Action<PlannedBy?> builtIn,
        CancellationToken cancellationToken)
    {
        try
        {
            await _questions.AskAsync(subject, planner, question, take, reason => builtIn(new PlannedBy(planner.Name, reason)), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody wants the answer any more.
        }
        catch (Exception error)
        {
            Fault(error);
        }
    }

    private PlannerQuestionMessage Question(CampaignState state, string correlation, PlannerAsk? ask) => new()
    {
        Campaign = state.Spec!.Name,
        Run = state.Run,
        Declare = Declaration(state.Spec),
        Tell = [.. state.Observed.Select(trial => Told(trial, state.Spec))],
        Ask = ask,
        AnswerBy = around.Time.GetUtcNow(),
        CorrelationId = correlation,
    };

    private JsonElement Declaration(CampaignSpec spec)
    {
        if (_declaration is not { } known || !ReferenceEquals(known.Spec, spec))
        {
            using var document = JsonDocument.Parse(CampaignDeclaration.Of(spec).ToJsonString());
            _declaration = known = (spec, document.RootElement.Clone());
        }

        return known.Json;
    }

    private static PlannerTrial Told(ObservedTrial trial, CampaignSpec spec) => new()
    {
        Id = $"{trial.Trial}",
        Candidate = trial.Candidate,
        Values = trial.Values is { } values ? Measured(spec, values, trial.Limited ?? []) : null,
        Failed = trial.Values is null ? true : null,
        Teaches = trial.Teaches,
        Cost = trial.Cost,
        Source = trial.Source,
        Context = trial.Context,
    };

    // An output that is an objective and has limits is told once.
    private static Dictionary<string, double> Measured(CampaignSpec spec, IReadOnlyList<double> values, IReadOnlyList<double> limited) =>
        spec.Objectives.Select(objective => objective.Name).Zip(values)
            .Concat((spec.Limits ?? []).Select(limit => limit.Output).Zip(limited))
            .DistinctBy(pair => pair.First)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>A planner that answers with something impossible is a fault of the run, before anything of it becomes a fact.</summary>
    private static Proposal Checked(Proposal proposal, PlanningProblem problem, double? remaining)
    {
        foreach (var proposed in proposal.Candidates)
        {
            var source = problem.Sources.FirstOrDefault(source => source.Name == proposed.Source);
            if (source is null && (problem.Sources.Count > 0 || proposed.Source is not null))
            {
                throw new InvalidOperationException($"it proposed {proposed.Candidate} at '{proposed.Source}', which is not a source of the campaign");
            }

            remaining -= source?.Cost;
            if (remaining < -1e-9 * source?.Cost)
            {
                throw new InvalidOperationException($"it proposed {proposed.Candidate} at '{proposed.Source}', for which the cost budget is too small");
            }

            if (problem.Space.WhyNot(proposed.Candidate) is { } reason)
            {
                throw new InvalidOperationException($"it proposed {proposed.Candidate}, which is not in the search space: {reason}");
            }

            if (proposed.Predictions.Any(prediction => !double.IsFinite(prediction.Mean) || !double.IsFinite(prediction.StandardDeviation)))
            {
                throw new InvalidOperationException($"its prediction for {proposed.Candidate} is not finite");
            }
        }

        return proposal;
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Distinct];

    private void Fault(Exception error) => post(new FaultCampaign(around.Time.GetUtcNow(), $"the optimizer failed: {error.Message}"));
}
