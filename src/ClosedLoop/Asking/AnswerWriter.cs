using System.Text.Json;
using ClosedLoop.CampaignFiles;
using ClosedLoop.Domain;
using ClosedLoop.Messaging;
using ClosedLoop.Optimization;

namespace ClosedLoop;

/// <summary>Writes the members of an answer of <c>closedloop optimizer</c>.</summary>
internal readonly struct AnswerWriter(Utf8JsonWriter json)
{
    // A file with the wrong delimiter makes one mistake in each of its rows.
    private const int MostErrors = 50;

    private static readonly CandidateJsonConverter Candidates = new();

    public void Refuse(int number, string message) => Refuse(number, [new CampaignFileError(number, "", message) { File = OptimizerRequestReader.Source }]);

    public void Refuse(int number, IReadOnlyList<CampaignFileError> errors)
    {
        json.WriteStartObject("error");
        Mistake(errors[0]);
        json.WriteNumber("request", number);
        if (errors.Count > 1)
        {
            Mistakes("all", errors);
            json.WriteNumber("count", errors.Count);
        }

        json.WriteEndObject();
    }

    public void Warn(IReadOnlyList<CampaignFileError> warnings)
    {
        if (warnings.Count > 0)
        {
            Mistakes("warnings", warnings);
        }
    }

    public void Declared(CampaignSpec problem)
    {
        json.WriteStartObject("declared");
        Texts("parameters", problem.Space.Keys);
        Texts("objectives", problem.Objectives.Select(objective => objective.Name));
        if (problem.Sources is { } sources)
        {
            Texts("sources", sources.Select(source => source.Name));
        }

        json.WriteNumber("initial", problem.InitialTrials);
        json.WriteNumber("seed", problem.Seed);
        if (problem.Space.Table is { } table)
        {
            json.WriteNumber("rows", table.Count);
        }

        json.WriteEndObject();
    }

    public void Told(IReadOnlyList<ToldTrial> told)
    {
        json.WriteStartObject("told");
        json.WriteNumber("trials", told.Count);
        json.WriteNumber("failed", told.Count(trial => trial.Trial.Values is null));
        json.WriteEndObject();
    }

    public void Proposal(PlanningProblem problem, PlanningRequest request, Proposal proposal)
    {
        json.WriteNumber("proposal", request.Number);
        json.WriteStartArray("candidates");
        var tried = request.Observed.Count + request.Pending.Count;
        foreach (var (proposed, index) in proposal.Candidates.Select((proposed, index) => (proposed, index)))
        {
            json.WriteStartObject();
            Candidate(proposed.Candidate);
            if ((proposed.Source ?? problem.Sources.FirstOrDefault(source => source.IsTarget)?.Name) is { } place)
            {
                json.WriteString("source", place);
            }

            Prediction("predictions", proposed.Predictions);
            Number("acquisition", proposed.Acquisition);
            if (proposed.Extrapolation is { } extrapolation)
            {
                json.WriteStartObject("extrapolation");
                json.WriteNumber("openVariance", extrapolation.OpenVariance);
                json.WriteNumber("distance", extrapolation.Distance);
                json.WriteEndObject();
            }

            json.WriteString("origin", proposed.Origin);
            json.WriteString("reason", ReasonWords.Of(problem, proposed, proposal.Model, tried + index + 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (proposal.Candidates.Count < request.Count)
        {
            json.WriteBoolean("exhausted", true);
        }

        if (proposal.Model is { } model)
        {
            json.WriteString("modelHash", model.Hash);
        }
    }

    public void Predictions(IReadOnlyList<IReadOnlyList<ObjectivePrediction>> predictions)
    {
        json.WriteStartArray("predictions");
        foreach (var prediction in predictions)
        {
            Prediction(null, prediction);
        }

        json.WriteEndArray();
    }

    public void Explanations(ModelExplanation explanation, int count)
    {
        json.WriteStartArray("explanations");
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            foreach (var objective in explanation.Objectives)
            {
                var values = objective.Candidates[i];
                json.WriteStartObject(objective.Objective);
                json.WriteNumber("average", values.Average);
                json.WriteNumber("predicted", values.Predicted);
                json.WriteStartObject("contributions");
                foreach (var (parameter, contribution) in values.Contributions)
                {
                    json.WriteNumber(parameter, contribution);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void Model(ModelSummary? model)
    {
        json.WritePropertyName("model");
        if (model is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(LabJson.Write(model));
        }
    }

    public void Best(PlanningProblem problem, ToldTrial? best)
    {
        json.WritePropertyName("best");
        if (best is null)
        {
            json.WriteNullValue();
            return;
        }

        Trial(problem, best);
    }

    public void Front(PlanningProblem problem, IReadOnlyList<ToldTrial> front)
    {
        json.WriteStartArray("front");
        foreach (var told in front)
        {
            Trial(problem, told);
        }

        json.WriteEndArray();
    }

    public void Importances(PlanningProblem problem, ModelSummary? model)
    {
        json.WriteStartObject("importances");
        foreach (var objective in problem.Objectives)
        {
            json.WriteStartObject(objective.Name);
            foreach (var importance in (model?.Importances ?? []).Where(each => each.Objective == objective.Name))
            {
                json.WriteStartObject(importance.Parameter);
                json.WriteNumber("total", importance.Total);
                json.WriteNumber("first", importance.First);
                Number("relevance", importance.Relevance);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public void Bye() => json.WriteBoolean("quit", true);

    private void Mistakes(string name, IReadOnlyList<CampaignFileError> errors)
    {
        json.WriteStartArray(name);
        foreach (var error in errors.Take(MostErrors))
        {
            json.WriteStartObject();
            Mistake(error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Mistake(CampaignFileError error)
    {
        var isOwn = error.File == OptimizerRequestReader.Source;
        json.WriteString("message", !isOwn ? error.ToString() : error.Path.Length == 0 ? error.Message : $"{error.Path}: {error.Message}");
        if (error.Path.Length > 0 && isOwn)
        {
            json.WriteString("path", error.Path);
        }
    }

    private void Trial(PlanningProblem problem, ToldTrial told)
    {
        json.WriteStartObject();
        json.WriteNumber("trial", told.Trial.Trial);
        if (told.Id is not null)
        {
            json.WriteString("id", told.Id);
        }

        Candidate(told.Trial.Candidate);
        json.WriteStartObject("values");
        foreach (var (objective, value) in problem.Objectives.Zip(told.Trial.Values!))
        {
            json.WriteNumber(objective.Name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Candidate(Candidate candidate)
    {
        json.WritePropertyName("candidate");
        Candidates.Write(json, candidate, JsonSerializerOptions.Default);
    }

    private void Prediction(string? name, IReadOnlyList<ObjectivePrediction> predictions)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        foreach (var prediction in predictions)
        {
            json.WriteStartObject(prediction.Objective);
            json.WriteNumber("mean", prediction.Mean);
            json.WriteNumber("sd", prediction.StandardDeviation);
            Number("lower", prediction.Lower);
            Number("upper", prediction.Upper);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Number(string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private void Texts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
