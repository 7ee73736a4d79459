using System.Text;

namespace ClosedLoop.Calculations;

/// <summary>What a command answered.</summary>
/// <param name="ExitCode">Null when it did not answer in time and was killed: whether it did its work is then unknown.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error, trimmed.</param>
internal sealed record CommandReply(int? ExitCode, byte[] Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output).Trim();

    /// <summary>What went wrong, in words.</summary>
    public string Trouble => ExitCode is { } code ? Error.Length > 0 ? Error : $"exit code {code}" : "no answer in time";
}
