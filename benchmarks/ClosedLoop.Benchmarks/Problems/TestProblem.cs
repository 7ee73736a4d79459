using ClosedLoop.Domain;

namespace ClosedLoop.Benchmarks;

/// <summary>A function with a known optimum.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Space">Its box.</param>
/// <param name="Optimum">Least value, or greatest hypervolume with several objectives.</param>
/// <param name="Reference">Reference point of the hypervolume; empty with one objective.</param>
/// <param name="Evaluate">Values, all minimized, in native units.</param>
internal sealed record TestProblem(string Name, SearchSpace Space, double Optimum, double[] Reference, Func<double[], double[]> Evaluate)
{
    public int Dimension => Space.Parameters.Count;

    public IReadOnlyList<Objective> Objectives =>
        [.. Enumerable.Range(0, Math.Max(1, Reference.Length)).Select(o => new Objective { Name = $"y{o}", Goal = Goal.Minimize })];

    public Candidate Candidate(double[] x) => new(x.Select((value, d) => KeyValuePair.Create($"x{d}", (ParameterValue)value)));
}
