using System.Security.Cryptography;
using ClosedLoop.Campaigns;
using ClosedLoop.Storage;

namespace ClosedLoop.Journal;

/// <summary>The raw data files of a campaign's results, copied into its folder by their hash: <c>raw/{first two digits}/{64 digits}</c>.</summary>
/// <param name="disk">Where.</param>
/// <param name="folder">The folder <c>raw</c> of the campaign.</param>
public sealed class RawFiles(IDisk disk, string folder)
{
    /// <summary>The largest file that is kept, in bytes: 1 GiB.</summary>
    public const long Largest = 1L << 30;

    private readonly ContentStore _store = new(disk, folder);

    /// <summary>Checks size and hash of each file and keeps a copy, durable on return. What is kept already is not read again.</summary>
    /// <returns>The first file that is not what it should be, or null when all are kept.</returns>
    public RawFileProblem? Keep(IEnumerable<ResultFileReference> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Select(Keep).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The kept file with a hash.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="ContentDamagedException">It is no longer what it was.</exception>
    public byte[] Get(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return _store.Get(sha256.ToLowerInvariant());
    }

    private RawFileProblem? Keep(ResultFileReference file)
    {
        var hash = file.Sha256.ToLowerInvariant();
        if (_store.Contains(hash))
        {
            return null;
        }

        if (file.Bytes > Largest)
        {
            return new RawFileProblem($"file '{file.Name}' has {file.Bytes} bytes, and at most {Largest} are kept", IsFinal: true);
        }

        if (PathOf(file.Uri) is not { } path)
        {
            return new RawFileProblem($"file '{file.Name}' is at {file.Uri}, which is no file:// URI that a host can read", IsFinal: false);
        }

        try
        {
            return Keep(file, hash, disk.Read(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new RawFileProblem($"file '{file.Name}' cannot be read or kept now: {error.Message}", IsFinal: false);
        }
    }

    private RawFileProblem? Keep(ResultFileReference file, string hash, byte[] content)
    {
        if (content.Length != file.Bytes)
        {
            return new RawFileProblem($"file '{file.Name}' has {content.Length} bytes, the result says {file.Bytes}", IsFinal: true);
        }

        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        if (found != hash)
        {
            return new RawFileProblem($"file '{file.Name}' has the SHA-256 {found}, the result says {hash}", IsFinal: true);
        }

        _store.Put(content);
        return null;
    }

    /// <summary>A path relative to the host's own folder is what an instrument of the same process writes.</summary>
    private static string? PathOf(string uri) =>
        !Uri.TryCreate(uri, UriKind.Absolute, out var absolute) ? uri
        : absolute.IsFile ? absolute.LocalPath
        : null;
}
