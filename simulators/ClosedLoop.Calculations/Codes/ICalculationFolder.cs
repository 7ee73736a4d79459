namespace ClosedLoop.Calculations;

/// <summary>The folder of one attempt: its inputs and what it left behind. Never used for another attempt.</summary>
public interface ICalculationFolder
{
    /// <summary>Its absolute path.</summary>
    string Path { get; }

    /// <summary>Whether a file is there.</summary>
    bool Exists(string name);

    /// <summary>A file's content, or null when it is not there.</summary>
    byte[]? Bytes(string name);

    /// <summary>A file as text (UTF-8, with a replacement character for what is not), or null when it is not there.</summary>
    string? Text(string name);
}
