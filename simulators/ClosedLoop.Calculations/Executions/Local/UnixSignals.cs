using System.Runtime.InteropServices;

namespace ClosedLoop.Calculations;

/// <summary>Signals to all processes of a run.</summary>
internal static partial class UnixSignals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to every process of a process group; one that is gone has heard it.</summary>
    /// <param name="group">The group: the process that leads it.</param>
    /// <param name="signal">Which.</param>
    public static void Send(int group, int signal) => _ = SendTo(-group, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendTo(int process, int signal);
}
