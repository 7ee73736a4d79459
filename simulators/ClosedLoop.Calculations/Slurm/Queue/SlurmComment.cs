namespace ClosedLoop.Calculations;

/// <summary>The comment of all that we submit: <c>closedloop {batch} {run}</c>. By it, and never by a number, a run is found again.</summary>
internal static class SlurmComment
{
    private const string Mark = "closedloop ";

    public static string Of(string batch, string run) => $"{Mark}{batch} {run}";

    /// <summary>The batch that a comment names; null when it is none of ours.</summary>
    public static string? BatchOf(string comment) =>
        comment.StartsWith(Mark, StringComparison.Ordinal) && comment.Split(' ') is [_, { Length: > 0 } batch, ..] ? batch : null;
}
