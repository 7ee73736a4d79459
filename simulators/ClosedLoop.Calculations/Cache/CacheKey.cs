using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>The name of a calculation's result: a hash over everything that decides it, and nothing else.</summary>
internal static class CacheKey
{
    // Raised when what is hashed, or what is meant by it, changes.
    private const string Layout = "1";

    /// <summary>SHA-256 over code, programs, version, numerics and every stage's inputs and sources; lower-case hexadecimal.</summary>
    public static string Of(ICalculationCode code, InstalledCode installed, CalculationPlan plan, int cores)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "layout", Layout, code.Name, code.Reading, installed.Version, cores.ToString(CultureInfo.InvariantCulture));
        foreach (var (path, content) in Sorted(installed.Programs))
        {
            Add(hash, "program", Path.GetFileName(path), content);
        }

        foreach (var stage in plan.Stages)
        {
            Add(hash, "stage", stage.Name, stage.StandardInput ?? "", stage.StandardOutput, stage.StandardError);
            Add(hash, ["command", .. stage.Command]);
            Add(hash, ["carries", .. stage.Carries]);
            foreach (var (name, content) in Sorted(stage.Files))
            {
                Add(hash, "file", name, Convert.ToHexStringLower(SHA256.HashData(content)));
            }

            foreach (var (name, value) in Sorted(stage.Environment))
            {
                Add(hash, "environment", name, value);
            }

            foreach (var (name, value) in Sorted(stage.Sources))
            {
                Add(hash, "source", name, value);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> map) => map.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Each part with its length before it, so that no two lists look the same.</summary>
    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parts.Length}[")));
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
            hash.AppendData(bytes);
        }
    }
}
