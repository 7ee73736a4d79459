namespace ClosedLoop.Domain;

/// <summary>How much a parameter matters to an objective, by the surrogate. Shares of a whole, without unit.</summary>
/// <param name="Objective">The objective's name.</param>
/// <param name="Parameter">The parameter's name; a composition is one parameter.</param>
/// <param name="Relevance">
/// Its share of the kernel's squared distance between two random candidates (variance of its coordinates over squared length scales); all sum to 1. Null for a
/// surrogate without length scales.
/// </param>
/// <param name="First">First Sobol index: the share of the predicted variance that it explains by itself.</param>
/// <param name="Total">Total Sobol index: the share that it explains by itself and together with others.</param>
public sealed record ParameterImportance(string Objective, string Parameter, double? Relevance, double First, double Total);
