using System.Security.Cryptography;

namespace ClosedLoop.Storage;

/// <summary>Files named by the SHA-256 of their content: <c>{folder}/{first two digits}/{64 digits}</c>.</summary>
/// <param name="disk">Where.</param>
/// <param name="folder">The folder; made at the first <see cref="Put"/>.</param>
public sealed class ContentStore(IDisk disk, string folder)
{
    private readonly Lock _writing = new();

    /// <summary>Keeps a content; durable on return. The same content again changes nothing, also from several threads at once.</summary>
    /// <returns>SHA-256 of the content, 64 lower-case hexadecimal digits.</returns>
    public string Put(ReadOnlySpan<byte> content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));

        // Written even if it is there: the one that put it may have died before the name was durable.
        lock (_writing)
        {
            disk.Write(PathOf(hash), content);
        }

        return hash;
    }

    /// <summary>The content with a hash.</summary>
    /// <param name="hash">64 lower-case hexadecimal digits.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="ContentDamagedException">The file's content no longer has that hash.</exception>
    public byte[] Get(string hash)
    {
        var path = PathOf(hash);
        var content = disk.Read(path);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == hash ? content : throw new ContentDamagedException(path);
    }

    /// <summary>Whether there is a content with a hash; it is not read.</summary>
    /// <param name="hash">64 lower-case hexadecimal digits.</param>
    public bool Contains(string hash) => disk.Exists(PathOf(hash));

    /// <summary>Where the content with a hash lies, or would.</summary>
    /// <param name="hash">64 lower-case hexadecimal digits.</param>
    /// <exception cref="ArgumentException">That is not a hash.</exception>
    public string PathOf(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(folder, hash[..2], hash)
            : throw new ArgumentException($"'{hash}' is not a SHA-256 in lower-case hexadecimal", nameof(hash));
    }
}
