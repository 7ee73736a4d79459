using ClosedLoop.Campaigns;
using ClosedLoop.Domain;

namespace ClosedLoop.Reports.Tests;

/// <summary>A whole campaign in a small lab: a mixer, a reactor with several places, a spectrometer. Candidates close in on the best so far.</summary>
internal sealed class LabStory
{
    private static readonly (string Step, string Instrument, int Places, double Minutes)[] Lab = [("mix", "mixer-1", 1, 3), ("react", "reactor-2", 2, 11), ("measure", "uv-vis", 1, 5)];

    private readonly Chance _chance;
    private readonly Func<Candidate, double[]> _truth;
    private readonly double _noise;
    private readonly Dictionary<string, DateTimeOffset[]> _free;
    private readonly DateTimeOffset[] _slots;
    private (Candidate Candidate, double Loss)? _best;

    public LabStory(CampaignSpec spec, ulong seed, double noise, Func<Candidate, double[]> truth)
    {
        Story = new Story(spec);
        _chance = new Chance(seed);
        _truth = truth;
        _noise = noise;
        _free = Lab.ToDictionary(place => place.Step, place => Enumerable.Repeat(Story.Epoch, place.Places).ToArray());
        _slots = [.. Enumerable.Repeat(Story.Epoch.AddSeconds(1), spec.Batch.Size)];
    }

    public Story Story { get; }

    /// <summary>When the last trial ended.</summary>
    public DateTimeOffset End => _slots.Max();

    /// <summary>The chance that a step fails once and is tried again; that a trial fails for good; that it is quarantined.</summary>
    public (double Retry, double Failure, double Quarantine) Trouble { get; init; }

    /// <summary>Runs trials first … last to their ends.</summary>
    public LabStory Run(int first, int last)
    {
        for (var trial = first; trial <= last; trial++)
        {
            var slot = Array.IndexOf(_slots, _slots.Min());
            var at = _slots[slot];
            var (candidate, values) = Propose(trial, at);
            var fate = _chance.Uniform();
            var doomed = fate < Trouble.Failure ? TrialStatus.Failed : fate < Trouble.Failure + Trouble.Quarantine ? TrialStatus.Quarantined : TrialStatus.Observed;
            _slots[slot] = Perform(trial, at.AddSeconds(1), values, doomed);
            if (doomed == TrialStatus.Observed)
            {
                Learn(candidate, values);
            }
        }

        return this;
    }

    /// <summary>Begins trials that do not end: the first step runs, the rest is owed.</summary>
    public LabStory Begin(int first, int last)
    {
        for (var trial = first; trial <= last; trial++)
        {
            var at = End.AddSeconds(2 + trial - first);
            Propose(trial, at);
            Story.Dispatch(at.AddSeconds(3), trial, "mix", "mixer-" + (1 + trial - first)).Add(at.AddSeconds(3.1), new StepAccepted(Story.Id(trial, "mix")));
        }

        return this;
    }

    public LabStory Complete(string reason)
    {
        var best = ParetoFront.Of(CampaignLoop.Fold(Story.Events));
        int? number = Story.Spec.Objectives.Count == 1 && best.Count > 0 ? best[0].Trial : null;
        Story.Add(End.AddSeconds(2), Model(Story.Events.OfType<ObservationRecorded>().Count())).Add(End.AddSeconds(3), new CampaignStopping(reason)).Add(End.AddSeconds(4), new CampaignCompleted(reason, number));
        return this;
    }

    public Retrained Model(int observations)
    {
        var figures = new Dictionary<string, double>();
        var diagnostics = new Dictionary<string, double>();
        foreach (var objective in Story.Spec.Objectives)
        {
            var scale = 0.21;
            foreach (var key in Story.Spec.Space.Keys)
            {
                figures[$"{objective.Name}.lengthscale.{key}"] = scale;
                scale *= 2.3;
            }

            figures[$"{objective.Name}.signal"] = 1.32;
            figures[$"{objective.Name}.noise"] = 0.00031;
            diagnostics[$"{objective.Name}.loo.coverage95"] = 0.943;
            diagnostics[$"{objective.Name}.loo.rmse"] = 1.87;
        }

        return new Retrained("data", new ModelSummary("gp-matern52-ard", new string('b', 64), observations, figures, diagnostics));
    }

    private (Candidate Candidate, double[] Values) Propose(int trial, DateTimeOffset at)
    {
        var spec = Story.Spec;
        var designed = trial <= spec.InitialTrials || _best is null;
        var candidate = designed ? Candidates.Anywhere(spec.Space, _chance) : Candidates.Near(spec.Space, _best!.Value.Candidate, 2.5 / trial, _chance);
        double[] truth = _truth(candidate);
        double[] values = [.. truth.Select(value => value + (_noise * _chance.Normal()))];
        if (designed)
        {
            Story.Propose(at, trial, candidate);
            return (candidate, values);
        }

        var predictions = spec.Objectives.Select((objective, i) =>
        {
            var sd = _noise * (1 + (30.0 / trial));
            var mean = truth[i] + (sd * 1.1 * _chance.Normal());
            return new ObjectivePrediction(objective.Name, mean, sd) { Lower = mean - (2.2 * sd), Upper = mean + (1.9 * sd) };
        }).ToArray();
        Story.Propose(at, trial, candidate, spec.Objectives.Count == 1 ? "logEI" : "logEHVI", -1.5 - (trial * 0.11) + _chance.Uniform(), predictions);
        return (candidate, values);
    }

    private DateTimeOffset Perform(int trial, DateTimeOffset at, double[] values, TrialStatus fate)
    {
        var spec = Story.Spec;
        var broken = fate == TrialStatus.Observed ? -1 : (int)(_chance.Uniform() * Lab.Length);
        for (var i = 0; i < Lab.Length; i++)
        {
            var (step, instrument, _, minutes) = Lab[i];
            var place = Array.IndexOf(_free[step], _free[step].Min());
            var start = at > _free[step][place] ? at : _free[step][place];
            var attempt = 1;
            if (_chance.Uniform() < Trouble.Retry)
            {
                Story.Dispatch(start, trial, step, instrument).Fail(start.AddSeconds(40), trial, step, "valve 3 did not open");
                (start, attempt) = (start.AddSeconds(41), 2);
            }

            var end = start.AddMinutes(minutes * (0.8 + (0.4 * _chance.Uniform())));
            Story.Dispatch(start, trial, step, instrument, attempt).Add(start.AddMilliseconds(30), new StepAccepted(Story.Id(trial, step, attempt)));
            _free[step][place] = end;
            if (i == broken)
            {
                return Break(trial, step, attempt, end, fate);
            }

            var outputs = step == "measure" ? spec.Objectives.Select((objective, k) => (objective.Name, values[k])).ToArray() : [];
            Story.Succeed(end, trial, step, start.AddMilliseconds(60), attempt, false, outputs);
            at = end.AddMilliseconds(200);
        }

        Story.Observe(at, trial, false, [.. spec.Objectives.Select((objective, k) => (objective.Name, values[k]))]);
        return at.AddSeconds(1);
    }

    private DateTimeOffset Break(int trial, string step, int attempt, DateTimeOffset end, TrialStatus fate)
    {
        if (fate == TrialStatus.Quarantined)
        {
            Story.Lose(end, trial, step, $"the ledger of the instrument was replaced while {step} ran", attempt);
        }
        else
        {
            Story.Fail(end, trial, step, "stirrer stalled", FailureKind.Error, SampleFate.Altered, attempt)
                .Add(end.AddMilliseconds(10), new TrialFailed(trial, $"{step}: stirrer stalled, sample altered", FailurePolicy.Skip));
        }

        return end.AddSeconds(1);
    }

    private void Learn(Candidate candidate, double[] values)
    {
        var loss = Story.Spec.Objectives.Select((objective, i) => objective.Loss(values[i]) / (1 + Math.Abs(values[i]))).Sum() + (Story.Spec.Objectives.Count > 1 ? 0.6 * _chance.Normal() : 0);
        if (Story.Spec.Objectives.Count == 1)
        {
            loss = Story.Spec.Objectives[0].Loss(values[0]);
        }

        _best = _best is null || loss < _best.Value.Loss ? (candidate, loss) : _best;
    }
}
