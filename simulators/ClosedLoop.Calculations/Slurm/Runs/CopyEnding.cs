using System.Globalization;

namespace ClosedLoop.Calculations;

/// <summary>How a copy's program ended, as the script on the node writes it.</summary>
/// <param name="ExitCode">As a shell gives it: 128 and the signal for one that a signal ended.</param>
/// <param name="TimedOut">Whether the limit had passed.</param>
/// <param name="StopRequested">Whether it had been asked to stop.</param>
/// <param name="Cpu">User and system time of the shell's children, such as <c>0m1.203s 0m0.020s</c>.</param>
/// <param name="Node">Where it ran.</param>
internal sealed record CopyEnding(int ExitCode, bool TimedOut, bool StopRequested, string Cpu, string Node)
{
    private const int Signalled = 128;

    public ProcessEnding ToEnding() => new(ExitCode, ExitCode > Signalled ? ExitCode - Signalled : null, TimedOut, StopRequested)
    {
        CpuSeconds = Cpu.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var user, var system] && Seconds(user) is { } u && Seconds(system) is { } s ? u + s : null,
        Note = $"on {Node}",
    };

    /// <summary><c>{minutes}m{seconds}s</c></summary>
    private static double? Seconds(string text) =>
        text.TrimEnd('s').Split('m') is [var minutes, var seconds]
        && double.TryParse(minutes, NumberStyles.Float, CultureInfo.InvariantCulture, out var m)
        && double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var s)
            ? (60 * m) + s
            : null;
}
