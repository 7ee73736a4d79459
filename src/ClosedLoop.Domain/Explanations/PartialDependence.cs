namespace ClosedLoop.Domain;

/// <summary>What the surrogate predicts on average when one key of the candidates is held at a value and all else varies.</summary>
/// <param name="Key">A candidate's key: a parameter, or a part of a composition.</param>
/// <param name="Values">The values that it is held at, in order.</param>
/// <param name="Means">Average predicted mean at each, in the objective's unit.</param>
/// <param name="Lower">Lower end of the 95 % interval of that average: what the surrogate does not know of it.</param>
/// <param name="Upper">Upper end of that interval.</param>
public sealed record PartialDependence(
    string Key,
    IReadOnlyList<ParameterValue> Values,
    IReadOnlyList<double> Means,
    IReadOnlyList<double> Lower,
    IReadOnlyList<double> Upper);
