using System.Diagnostics;

namespace ClosedLoop.Calculations;

/// <summary>Slurm's own commands, run as a user would run them.</summary>
/// <param name="path">Folders that the commands are looked for in; null for those of PATH.</param>
/// <param name="environment">Set over this process's variables, such as <c>SLURM_CONF</c>.</param>
public sealed class SlurmCommands(string? path = null, IReadOnlyDictionary<string, string>? environment = null)
{
    /// <summary>The Debian package that holds the commands.</summary>
    public const string Package = "slurm-client";

    private static readonly string[] Needed = ["sbatch", "squeue", "scancel"];

    /// <summary>What a calculation may inherit: what finds programs, and nothing that may be secret.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH"];

    /// <summary>Says which commands are missing and what to install; null when all are there.</summary>
    public string? Missing()
    {
        var missing = Needed.Where(command => ProgramPath.Find(command, path) is null).ToList();
        return missing.Count == 0 ? null : $"execution: slurm needs {string.Join(", ", missing)}, not found on PATH; install the package {Package}";
    }

    /// <summary>Runs a command to its end.</summary>
    internal async Task<CommandReply> RunAsync(string command, IEnumerable<string> arguments, TimeSpan limit, TimeProvider time)
    {
        if (ProgramPath.Find(command, path) is not { } program)
        {
            return new CommandReply(127, [], $"{command} is not found on PATH; install the package {Package}");
        }

        using var process = Start(program, arguments);
        using var patience = new CancellationTokenSource(limit, time);
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            process.StandardInput.Close();
            await process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return new CommandReply(null, [], "");
        }

        return new CommandReply(process.ExitCode, output.ToArray(), (await error).Trim());
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var key in start.Environment.Keys.Where(key => !Inherited.Contains(key) && !key.StartsWith("SLURM_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(key);
        }

        // Else squeue cuts long lists of array indices.
        start.Environment["SLURM_BITSTR_LEN"] = "0";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }
}
