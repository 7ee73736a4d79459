namespace ClosedLoop;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something failed while running.</summary>
    public const int Failed = 1;

    /// <summary>The input was wrong; nothing was done.</summary>
    public const int BadInput = 2;
}
