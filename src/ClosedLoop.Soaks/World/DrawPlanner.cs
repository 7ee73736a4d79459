using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Optimization;
using ClosedLoop.Simulators;

namespace ClosedLoop.Soaks;

/// <summary>Draws candidates at random from everything that it is told, so that the least difference in what it is told shows in its answer. Costs nothing.</summary>
internal sealed class DrawPlanner : IPlanner
{
    public ModelSummary? Retrain(PlanningProblem problem, IReadOnlyList<ObservedTrial> observed) =>
        observed.Count < problem.InitialTrials ? null : new ModelSummary("draw", Hash(observed), observed.Count, new Dictionary<string, double>(), new Dictionary<string, double>());

    public Proposal Propose(PlanningProblem problem, PlanningRequest request)
    {
        var told = $"{Hash(request.Observed)}|{request.Number}|{string.Join(';', request.Pending)}";
        var draw = SeededRandom.For(problem.Seed, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(told))));
        var candidates = Enumerable.Range(0, request.Count).Select(_ => new ProposedCandidate(Draw(problem.Space, draw), [], null, "draw")).ToList();
        return new Proposal(candidates, Retrain(problem, request.Observed));
    }

    private static Candidate Draw(SearchSpace space, SeededRandom draw) => new(space.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, Draw(parameter, draw))));

    private static ParameterValue Draw(Parameter parameter, SeededRandom draw) => parameter switch
    {
        ContinuousParameter p => p.Lower + ((p.Upper - p.Lower) * draw.NextDouble()),
        IntegerParameter p => p.Lower + draw.Next(p.Upper - p.Lower + 1),
        DiscreteParameter p => p.Levels[draw.Next(p.Levels.Count)],
        CategoricalParameter p => p.Levels[draw.Next(p.Levels.Count)],
        _ => throw new InvalidOperationException($"Worlds have no {parameter.GetType().Name}"),
    };

    private static string Hash(IReadOnlyList<ObservedTrial> observed)
    {
        var text = new StringBuilder();
        foreach (var trial in observed)
        {
            text.Append(trial.Trial).Append(trial.Candidate).AppendJoin(',', trial.Values?.Select(value => value.ToString("R", CultureInfo.InvariantCulture)) ?? []).Append(';');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
