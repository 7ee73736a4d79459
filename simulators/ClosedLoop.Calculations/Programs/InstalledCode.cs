using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>What identifies a code on this machine: the contents of its programs, and what they say of their version.</summary>
public sealed class InstalledCode
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (long Size, DateTime Changed, string Hash)> _hashes = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _paths;

    private InstalledCode(IReadOnlyList<string> paths, string version)
    {
        _paths = paths;
        Version = version;
    }

    /// <summary>What its version command printed; empty when it has none.</summary>
    public string Version { get; }

    /// <summary>Absolute path of each program → SHA-256 of its content. Read again when a program was replaced meanwhile.</summary>
    public IReadOnlyDictionary<string, string> Programs => _paths.ToDictionary(path => path, HashOf, StringComparer.Ordinal);

    /// <summary>Finds a code's programs and asks their version.</summary>
    /// <exception cref="CalculationUnavailableException">One is missing: the message names the package that holds it.</exception>
    public static InstalledCode Find(ICalculationCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var missing = code.Programs.Where(program => ProgramPath.Find(program) is null).ToList();
        return missing.Count == 0
            ? new InstalledCode([.. code.Programs.Select(program => ProgramPath.Find(program)!).Distinct()], code.VersionCommand is { } command ? Ask(command) : "")
            : throw new CalculationUnavailableException(
                $"{code.Name} needs {string.Join(" and ", missing.Select(program => $"'{program}'"))}, which {(missing.Count == 1 ? "is" : "are")} not on the path"
                + (code.Package.Length == 0 ? "" : $"; install the Debian package '{code.Package}': apt-get install {code.Package}"));
    }

    private static string Ask(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in CalculationEnvironment.Of(1))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new CalculationUnavailableException($"'{command[0]}' did not start");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(AnswersWithin))
        {
            process.Kill(entireProcessTree: true);
            throw new CalculationUnavailableException($"'{string.Join(' ', command)}' does not tell its version within {AnswersWithin.TotalSeconds} s");
        }

        return new StringBuilder(output.GetAwaiter().GetResult()).Append(error.GetAwaiter().GetResult()).ToString().Trim();
    }

    private string HashOf(string path)
    {
        var file = new FileInfo(path);
        if (_hashes.TryGetValue(path, out var known) && known.Size == file.Length && known.Changed == file.LastWriteTimeUtc)
        {
            return known.Hash;
        }

        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        _hashes[path] = (file.Length, file.LastWriteTimeUtc, hash);
        return hash;
    }
}
