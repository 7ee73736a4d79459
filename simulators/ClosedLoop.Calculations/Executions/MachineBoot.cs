namespace ClosedLoop.Calculations;

/// <summary>Which life of the machine this is: what was not written durably in an earlier one may be torn.</summary>
internal static class MachineBoot
{
    private const string Source = "/proc/sys/kernel/random/boot_id";

    /// <summary>Another one after each restart of the machine; <c>unknown</c> where the system does not tell.</summary>
    public static string Id { get; } = File.Exists(Source) ? File.ReadAllText(Source).Trim() : "unknown";
}
