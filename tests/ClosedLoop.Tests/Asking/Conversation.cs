using System.Text;
using System.Text.Json;
using ClosedLoop.CampaignFiles;

namespace ClosedLoop.Tests;

/// <summary>A conversation with the optimizer as text.</summary>
internal sealed class Conversation
{
    private readonly OptimizerSession _session = new(new DataFolder(Environment.CurrentDirectory, _ => null));
    private int _lines;

    public string Say(string request) => Encoding.UTF8.GetString(_session.Answer(Encoding.UTF8.GetBytes(request.ReplaceLineEndings(" ")), ++_lines).Span);

    public JsonElement Ask(string request) => JsonDocument.Parse(Say(request)).RootElement;

    /// <summary>Says several requests that must be obeyed; the last answer.</summary>
    public JsonElement Obey(params IReadOnlyList<string> requests)
    {
        JsonElement answer = default;
        foreach (var request in requests)
        {
            answer = Ask(request);
            answer.TryGetProperty("error", out _).ShouldBeFalse(answer.ToString());
        }

        return answer;
    }

    public static IReadOnlyList<string> Candidates(JsonElement answer) =>
        [.. answer.GetProperty("candidates").EnumerateArray().Select(each => each.GetProperty("candidate").ToString())];
}
