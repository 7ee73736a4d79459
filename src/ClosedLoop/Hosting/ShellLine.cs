using System.Diagnostics;
using ClosedLoop.Conformance;

namespace ClosedLoop;

/// <summary>A command line of the user's, run by the system's shell.</summary>
internal sealed class ShellLine(string line)
{
    // One that starts an instrument in the foreground never ends; what it does shows on the bus.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="ConformanceRefusedException">It failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", line]) : new ProcessStartInfo("/bin/sh", ["-c", $"exec 1>&2\n{line}"]);
        using var process = Process.Start(start) ?? throw new ConformanceRefusedException($"--restart-command {line}: the shell did not start");
        using var limit = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (process.ExitCode != 0)
        {
            throw new ConformanceRefusedException($"--restart-command {line}: ended with exit code {process.ExitCode}");
        }
    }
}
