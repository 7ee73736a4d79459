using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClosedLoop.Storage;

/// <summary>What .NET does not offer on Unix: syncing a folder, and opening a file to read without a lock on it.</summary>
internal static partial class UnixCalls
{
    private const int ReadOnly = 0;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int Invalid = 22;

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, CloseOnExec);
        if (descriptor < 0)
        {
            throw Failure("open", folder);
        }

        try
        {
            while (Sync(descriptor) != 0)
            {
                // EINVAL: this file system has no such operation for folders, and makes names durable by itself.
                if (Marshal.GetLastPInvokeError() == Invalid)
                {
                    return;
                }

                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw Failure("fsync", folder);
                }
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Opens a file to read; .NET's own opening would ask for a shared lock.</summary>
    public static SafeFileHandle OpenForReading(string path)
    {
        var descriptor = Open(path, CloseOnExec);
        if (descriptor < 0)
        {
            throw Marshal.GetLastPInvokeError() == NoSuchFile ? new FileNotFoundException($"{path} does not exist", path) : Failure("open", path);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static int CloseOnExec => ReadOnly | (OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000);

    private static IOException Failure(string call, string path) =>
        new($"{call} of {path} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
