namespace ClosedLoop.Calculations;

/// <summary>Signs of OpenMPI that its start failed, before the program that uses it did anything.</summary>
internal static class OpenMpi
{
    /// <summary>Its first words of why it did not begin; null when it says nothing of that.</summary>
    /// <param name="errors">What was printed on standard error.</param>
    public static string? WhyNotBegun(string errors) => errors.Contains("ORTE_ERROR_LOG", StringComparison.Ordinal)
        ? errors.Split('\n').Select(line => line.Trim('-', ' ')).First(line => line.Length > 0)
        : null;
}
