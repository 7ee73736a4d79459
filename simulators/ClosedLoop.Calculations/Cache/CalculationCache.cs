using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClosedLoop.Calculations;

/// <summary>Finished calculations by the hash of everything that decided them: <c>{folder}/{first two digits}/{64 digits}.json</c>. Several processes may share a folder.</summary>
/// <remarks>
/// An entry's first line is the hash of the rest. One that is cut or changed is no entry: it is calculated again and written again. So nothing waits for the disk.
/// What failed is never in.
/// </remarks>
/// <param name="folder">The folder; made when the first entry is written.</param>
public sealed class CalculationCache(string folder)
{
    /// <summary>What is being calculated for it in this process.</summary>
    internal CalculationsInFlight InFlight { get; } = new();

    internal CachedCalculation? Find(string key)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        var content = File.ReadAllBytes(path);
        var line = content.AsSpan().IndexOf((byte)'\n');
        if (line < 0 || Encoding.ASCII.GetString(content, 0, line) != HashOf(content.AsSpan(line + 1)))
        {
            return null;
        }

        // Its files lie with the instrument that made it; without them it could not be followed up, and is made again.
        var entry = JsonSerializer.Deserialize(content.AsSpan(line + 1), CalculationJson.Default.CachedCalculation);
        return entry?.Key == key && entry.Files.All(file => File.Exists(new Uri(file.Uri).LocalPath)) ? entry : null;
    }

    internal void Put(CachedCalculation entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, CalculationJson.Default.CachedCalculation);
        var path = PathOf(entry.Key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Aside under the dispatch's own name, for several processes may write the same entry.
        var aside = $"{path}.{entry.Dispatch}";
        File.WriteAllBytes(aside, [.. Encoding.ASCII.GetBytes(HashOf(json)), (byte)'\n', .. json]);
        File.Move(aside, path, overwrite: true);
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string PathOf(string key) => Path.Combine(folder, key[..2], $"{key}.json");
}
