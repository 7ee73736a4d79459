using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>A folder on the real disk. Files may be open for writing in the program meanwhile.</summary>
/// <param name="path">Absolute.</param>
public sealed class CalculationFolder(string path) : ICalculationFolder
{
    /// <inheritdoc/>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <inheritdoc/>
    public byte[]? Bytes(string name)
    {
        try
        {
            using var stream = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Text(string name) => Bytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
