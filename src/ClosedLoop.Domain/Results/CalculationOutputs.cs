namespace ClosedLoop.Domain;

/// <summary>Outputs that the instrument of every calculation gives beside those of its program.</summary>
public static class CalculationOutputs
{
    /// <summary>Processor time that the result took, every attempt of it, in seconds; 0 for one that was known already.</summary>
    public const string CpuSeconds = "cpu_seconds";

    /// <summary>1 for a result that was known already, 0 for one that was calculated.</summary>
    public const string Cached = "cached";
}
