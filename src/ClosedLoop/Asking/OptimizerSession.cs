using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;

namespace ClosedLoop;

/// <summary>
/// One conversation with the optimizer: requests in, answers out, each a line of JSON (<c>docs/optimizer/README.md</c>). An answer is a function of what was
/// declared, of what was told in which order, and of the request.
/// </summary>
/// <param name="files">Finds the files that requests name.</param>
internal sealed class OptimizerSession(DataFolder files)
{
    // Answers are read by programs and never pasted into HTML unescaped, so °C stays °C.
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OptimizerRequestReader _reader = new(files, Feasibility.WhyEmpty);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly List<ToldTrial> _told = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private BayesianPlanner _planner = new();
    private CampaignSpec? _declared;
    private PlanningProblem? _problem;

    /// <summary>Whether the conversation is over.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Answers one request. Never throws for what a request holds; a request that is refused changes nothing.</summary>
    /// <param name="line">The request, UTF-8 JSON.</param>
    /// <param name="number">Its line, from 1.</param>
    /// <returns>The answer with its line end; valid until the next request.</returns>
    public ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> line, int number)
    {
        var read = _reader.Read(line, number, _declared);
        return Write(number, read.Id, answer =>
        {
            if (read.Request is null)
            {
                answer.Refuse(number, read.Errors);
                return;
            }

            Perform(read.Request, answer, number);
            answer.Warn(read.Warnings);
        });
    }

    /// <summary>Answers a line that is not even looked at.</summary>
    public ReadOnlyMemory<byte> Refuse(int number, string message) => Write(number, null, answer => answer.Refuse(number, message));

    private ReadOnlyMemory<byte> Write(int number, string? id, Action<AnswerWriter> write)
    {
        try
        {
            return Line(id, write);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The border to the engine: what it cannot do with these data is told, and the conversation goes on.
            return Line(id, answer => answer.Refuse(number, $"the optimizer failed: {e.Message}"));
        }
    }

    private ReadOnlyMemory<byte> Line(string? id, Action<AnswerWriter> write)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Format))
        {
            json.WriteStartObject();
            if (id is not null)
            {
                json.WritePropertyName("id");
                json.WriteRawValue(id);
            }

            write(new AnswerWriter(json));
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    private void Perform(OptimizerRequest request, AnswerWriter answer, int number)
    {
        switch (request)
        {
            case OptimizerRequest.Declare declare:
                Declare(declare.Problem);
                answer.Declared(declare.Problem);
                break;
            case OptimizerRequest.Tell tell:
                Tell(tell, answer, number);
                break;
            case OptimizerRequest.Ask ask:
                Ask(ask, answer);
                break;
            case OptimizerRequest.Predict predict:
                Predict(predict, answer, number);
                break;
            case OptimizerRequest.Explain explain:
                Explain(explain, answer, number);
                break;
            case OptimizerRequest.Model:
                answer.Model(Retrain());
                break;
            case OptimizerRequest.Best when _problem!.Objectives.Count > 1:
                answer.Refuse(number, "there are several objectives, so no trial is the best; ask for the front");
                break;
            case OptimizerRequest.Best:
                answer.Best(_problem!, Front() is [var best, ..] ? best : null);
                break;
            case OptimizerRequest.Front:
                answer.Front(_problem!, Front());
                break;
            case OptimizerRequest.Importances:
                answer.Importances(_problem!, Retrain());
                break;
            case OptimizerRequest.Reset:
                Forget();
                answer.Told(_told);
                break;
            case OptimizerRequest.Quit:
                HasQuit = true;
                answer.Bye();
                break;
            default:
                throw new InvalidOperationException($"Unknown request {request.GetType().Name}");
        }
    }

    private IReadOnlyList<ObservedTrial> Observed => [.. _told.Select(told => told.Trial)];

    private void Declare(CampaignSpec problem)
    {
        (_declared, _problem, _planner) = (problem, PlanningProblem.Of(problem), new());
        Forget();
    }

    private void Forget()
    {
        _told.Clear();
        _ids.Clear();
    }

    private void Tell(OptimizerRequest.Tell tell, AnswerWriter answer, int number)
    {
        var ids = tell.Trials.Where(trial => trial.Id is not null).Select(trial => trial.Id!).ToList();
        if (ids.Where(_ids.Contains).Concat(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key)).FirstOrDefault() is { } twice)
        {
            answer.Refuse(number, $"the trial '{twice}' was told before; leave it out, or reset and tell everything anew");
            return;
        }

        _ids.UnionWith(ids);
        var before = _told.Count;
        _told.AddRange(tell.Trials.Select(told => told with { Trial = told.Trial with { Trial = before + told.Trial.Trial } }));
        answer.Told(_told);
    }

    private void Ask(OptimizerRequest.Ask ask, AnswerWriter answer)
    {
        // The number of a proposal follows from what is known, so that asking again is asking the same.
        var request = new PlanningRequest(_told.Count + ask.Pending.Count + 1, ask.Count, Observed, ask.Pending)
        {
            Context = ask.Context,
            PendingSources = ask.PendingSources,
            Remaining = ask.Remaining,
        };
        var proposal = _planner.Propose(_problem!, request);
        answer.Proposal(_problem!, request, proposal);
    }

    private void Predict(OptimizerRequest.Predict predict, AnswerWriter answer, int number)
    {
        if (_planner.Predict(_problem!, Observed, predict.Candidates) is { } predictions)
        {
            answer.Predictions(predictions);
        }
        else
        {
            answer.Refuse(number, "nothing was measured yet, so nothing can be predicted; tell at least one trial with values");
        }
    }

    private void Explain(OptimizerRequest.Explain explain, AnswerWriter answer, int number)
    {
        if (_planner.Explain(_problem!, Observed, explain.Candidates) is { } explanation)
        {
            answer.Explanations(explanation, explain.Candidates.Count);
        }
        else
        {
            answer.Refuse(number, "nothing was measured yet, so nothing can be explained; tell at least one trial with values");
        }
    }

    private ModelSummary? Retrain() => _planner.Retrain(_problem!, Observed);

    private IReadOnlyList<ToldTrial> Front()
    {
        var measured = _told.Where(told => told.Trial.Values is not null && IsAtTarget(told.Trial) && MeetsLimits(told.Trial)).ToList();
        var losses = measured.Select(told => _problem!.Objectives.Select((objective, o) => objective.Loss(told.Trial.Values![o])).ToArray()).ToList();
        return [.. measured.Where((_, i) => !losses.Exists(other => Surpasses(other, losses[i])))];
    }

    private bool IsAtTarget(ObservedTrial trial) => trial.Source is not { } name || _problem!.Sources.Any(source => source.IsTarget && source.Name == name);

    private bool MeetsLimits(ObservedTrial trial) => _problem!.Limits.Zip(trial.Limited ?? []).All(pair => pair.First.Holds(pair.Second));

    private static bool Surpasses(double[] a, double[] b)
    {
        var better = false;
        for (var o = 0; o < a.Length; o++)
        {
            if (a[o] > b[o])
            {
                return false;
            }

            better |= a[o] < b[o];
        }

        return better;
    }
}
