using System.ComponentModel.DataAnnotations;

namespace ClosedLoop.Messaging;

/// <summary>A raw data file of a result.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Uri">Where it lies: <c>file:///…</c> on a path that the host can read too.</param>
/// <param name="Sha256">SHA-256 of its content, hex.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record ResultFile(
    [property: MinLength(1)] string Name,
    [property: MinLength(1)] string Uri,
    [property: RegularExpression("^[0-9a-fA-F]{64}$", ErrorMessage = "64 hexadecimal digits")] string Sha256,
    [property: Range(0, long.MaxValue)] long Bytes)
{
    /// <summary>What an output begins with that is too large for a payload and stands in a file: <c>sha256:{hash}</c>.</summary>
    public const string HashPrefix = "sha256:";
}
