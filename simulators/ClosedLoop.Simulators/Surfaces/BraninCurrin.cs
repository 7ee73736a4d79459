namespace ClosedLoop.Simulators;

/// <summary>
/// Branin's function on the unit square against Currin's, both to be minimized. S. Belakaria, A. Deshwal and J. R. Doppa, "Max-value entropy search for
/// multi-objective Bayesian optimization", NeurIPS (2019); Currin's from C. Currin et al., J. Am. Stat. Assoc. 86, 953 (1991).
/// </summary>
internal static class BraninCurrin
{
    public static ResponseSurface Surface { get; } = new NumericSurface(
        "branin-currin",
        "S. Belakaria, A. Deshwal and J. R. Doppa, NeurIPS (2019)",
        [(0, 1), (0, 1)],
        ["branin", "currin"],
        null,
        x => [Branin.Value((15 * x[0]) - 5, 15 * x[1]), Currin(x[0], x[1])]);

    private static double Currin(double x1, double x2)
    {
        var decay = x2 == 0 ? 1 : 1 - Math.Exp(-1 / (2 * x2));
        var above = (((((2300 * x1) + 1900) * x1) + 2092) * x1) + 60;
        var below = (((((100 * x1) + 500) * x1) + 4) * x1) + 20;
        return decay * above / below;
    }
}
