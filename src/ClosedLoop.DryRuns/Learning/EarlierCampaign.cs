using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Simulators;

namespace ClosedLoop.DryRuns;

/// <summary>What the journal of an earlier campaign teaches of instruments: how long steps take, how often and how they fail, and what they measure.</summary>
public sealed class EarlierCampaign
{
    /// <summary>Fewer steps that succeeded teach nothing of durations.</summary>
    private const int Fewest = 3;

    /// <summary>From so many steps on an instrument is judged by its own; else by all that offer the same.</summary>
    private const int EnoughOfItsOwn = 8;

    private readonly CampaignState _state;
    private readonly double _speed;
    private readonly Dictionary<string, List<(TrialState Trial, DispatchState Dispatch)>> _attempts;
    private readonly Dictionary<string, LearntResponse> _responses = [];

    private EarlierCampaign(CampaignState state, double speed)
    {
        (_state, _speed) = (state, speed);
        _attempts = state.Trials.Values
            .SelectMany(trial => trial.Dispatches.Select(dispatch => (trial, dispatch)))
            .Where(attempt => Ended(attempt.dispatch))
            .GroupBy(attempt => state.Step(attempt.dispatch.Id.Step).Capability)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>The campaign's name.</summary>
    public string Name => _state.Spec!.Name;

    /// <summary>What enough steps were made of to learn from.</summary>
    public IEnumerable<string> Capabilities =>
        _attempts.Where(pair => Succeeded(pair.Value).Count() >= Fewest).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    /// <summary>Learns from a campaign's events.</summary>
    /// <param name="events">From the beginning.</param>
    /// <param name="speed">Lab seconds for each second of its clock; 1 for real instruments.</param>
    /// <param name="wanted">The campaign that is to be dry-run.</param>
    /// <exception cref="DryRunRefusedException">The campaign varied other parameters, or nothing was done in it.</exception>
    public static EarlierCampaign Of(IReadOnlyList<CampaignEvent> events, double speed, CampaignSpec wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var earlier = new EarlierCampaign(CampaignLoop.Fold(events), speed);
        if (earlier._state.Spec is not { } spec || !earlier.Capabilities.Any())
        {
            throw new DryRunRefusedException(
                [$"--like: in the earlier campaign fewer than {Fewest} steps of any kind were done, so there is nothing to learn from"]);
        }

        var unknown = wanted.Space.Parameters
            .Where(parameter => !spec.Space.Parameters.Any(known => IsSameKind(known, parameter)))
            .Select(parameter => parameter.Name)
            .ToList();
        var gone = spec.Space.Parameters.Select(parameter => parameter.Name).Except(wanted.Space.Parameters.Select(parameter => parameter.Name)).ToList();
        return unknown.Count + gone.Count == 0 ? earlier : throw new DryRunRefusedException(
        [
            .. unknown.Select(name => $"--like {spec.Name}: that campaign did not vary '{name}', or not in the same way; its measurements say nothing of it"),
            .. gone.Select(name => $"--like {spec.Name}: that campaign varied '{name}' as well; its measurements cannot be read without it"),
        ]);
    }

    /// <summary>The instruments that offered a capability, with the most steps that each did side by side.</summary>
    public IEnumerable<(string Id, int Capacity)> Instruments(string capability) => _attempts[capability]
        .GroupBy(attempt => attempt.Dispatch.Decision.Instrument)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, SideBySide(Succeeded(group).Select(done => (done.Dispatch.Result!.StartedAt, done.Dispatch.Result.FinishedAt)))));

    /// <summary>A capability of an instrument as it was then.</summary>
    /// <param name="capability">The capability.</param>
    /// <param name="instrument">The instrument; one that did nothing then is judged by those that did.</param>
    public SimulatedCapability Learn(string capability, string instrument)
    {
        var all = _attempts[capability];
        var own = all.Where(attempt => attempt.Dispatch.Decision.Instrument == instrument).ToList();
        var from = Succeeded(own).Count() >= EnoughOfItsOwn ? own : all;
        var seconds = Succeeded(from).Select(done => (done.Dispatch.Result!.FinishedAt - done.Dispatch.Result.StartedAt).TotalSeconds * _speed);
        var (mean, spread) = Durations([.. seconds]);
        return new SimulatedCapability
        {
            Name = capability,
            MeanDuration = mean,
            DurationSpread = spread,
            Failures = Failures([.. from.Select(attempt => attempt.Dispatch)]),
            Response = Response(capability),
        };
    }

    /// <summary>How much it was learnt from, for people.</summary>
    public string Telling(string capability) => $"{Succeeded(_attempts[capability]).Count()} steps of {Name}";

    /// <summary>Mean and relative standard deviation of the lognormal whose logarithms have the sample's mean and variance.</summary>
    internal static (TimeSpan Mean, double Spread) Durations(IReadOnlyList<double> seconds)
    {
        var logs = seconds.Select(value => Math.Log(Math.Max(value, 1e-3))).ToList();
        var mean = logs.Average();
        var variance = logs.Count > 1 ? logs.Sum(log => (log - mean) * (log - mean)) / (logs.Count - 1) : 0;
        return (TimeSpan.FromSeconds(Math.Exp(mean + (variance / 2))), Math.Sqrt(Math.Exp(variance) - 1));
    }

    private static List<SimulatedFailure> Failures(IReadOnlyList<DispatchState> attempts) =>
    [
        .. attempts.Where(dispatch => dispatch.Phase == DispatchPhase.Failed)
            .GroupBy(dispatch => (dispatch.Failure!.Kind, dispatch.Failure.Sample))
            .OrderBy(group => group.Key)
            .Select(group => new SimulatedFailure((double)group.Count() / attempts.Count, group.Key.Sample) { Kind = group.Key.Kind }),
    ];

    private LearntResponse Response(string capability)
    {
        if (!_responses.TryGetValue(capability, out var response))
        {
            var done = Succeeded(_attempts[capability]).Select(attempt => new LearntStep(
                attempt.Trial.Proposed.Candidate,
                $"{_state.Run}.{attempt.Trial.Number}",
                attempt.Dispatch.Decision.Inputs,
                attempt.Dispatch.Result!.Outputs)).ToList();
            _responses[capability] = response = LearntResponse.Of(_state.Spec!, done);
        }

        return response;
    }

    /// <summary>An operator's cancellation, a late command and silence say nothing of the instrument.</summary>
    private static bool Ended(DispatchState dispatch) => dispatch.Phase == DispatchPhase.Succeeded
        || dispatch is
        {
            Phase: DispatchPhase.Failed,
            Failure.Kind: not (FailureKind.Cancelled or FailureKind.TooLate or FailureKind.Invalid),
        };

    private static IEnumerable<(TrialState Trial, DispatchState Dispatch)> Succeeded(IEnumerable<(TrialState Trial, DispatchState Dispatch)> attempts) =>
        attempts.Where(attempt => attempt.Dispatch.Phase == DispatchPhase.Succeeded);

    private static int SideBySide(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> steps)
    {
        var changes = steps
            .SelectMany(step => new[] { (At: step.Start, By: 1), (At: step.End, By: -1) })
            .OrderBy(change => change.At)
            .ThenBy(change => change.By);
        var (now, most) = (0, 1);
        foreach (var (_, by) in changes)
        {
            now += by;
            most = Math.Max(most, now);
        }

        return most;
    }

    private static bool IsSameKind(Parameter known, Parameter wanted) =>
        known.Name == wanted.Name && known.GetType() == wanted.GetType() && (known, wanted) switch
        {
            (CategoricalParameter k, CategoricalParameter w) => w.Levels.All(k.Levels.Contains),
            (CompositionParameter k, CompositionParameter w) => k.Parts.Select(part => part.Name).SequenceEqual(w.Parts.Select(part => part.Name)),
            _ => true,
        };
}
