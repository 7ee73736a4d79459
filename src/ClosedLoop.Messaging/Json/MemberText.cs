using System.Text.Json;

namespace ClosedLoop.Messaging;

/// <summary>How members, and lists of words, are written.</summary>
internal static class MemberText
{
    /// <summary>A name of this code as JSON writes it.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary><c>a, b and c</c></summary>
    public static string And(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}
