using System.Text;
using System.Text.Json;

namespace ClosedLoop.Tests;

/// <summary>
/// The conversations of <c>docs/optimizer/README.md</c>. What the engine computes may change with each release, so numbers that a model makes are compared by their
/// kind only; everything else is compared word for word.
/// </summary>
public sealed class DocumentedSessionTests
{
    // Set it to have the page written anew.
    private const string Rewrite = "CLOSEDLOOP_WRITE_SESSIONS";

    private static readonly string Page = Checkout.PathOf("docs", "optimizer", "README.md");
    private static readonly string[] Modelled = ["predictions", "explanations", "acquisition", "modelHash", "extrapolation", "importances", "model", "reason", "origin"];

    [Fact]
    public void Session_OfThePage_IsWhatTheOptimizerSays()
    {
        var lines = File.ReadAllLines(Page);
        var conversation = new Conversation();
        var (inside, compared) = (false, 0);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "```session")
            {
                (inside, conversation) = (true, new Conversation());
            }
            else if (lines[i] == "```")
            {
                inside = false;
            }
            else if (inside && lines[i].StartsWith("→ ", StringComparison.Ordinal))
            {
                var answer = conversation.Say(lines[i][2..]).TrimEnd('\n');
                lines[i + 1].ShouldStartWith("← ");
                if (Environment.GetEnvironmentVariable(Rewrite) == "1")
                {
                    lines[i + 1] = $"← {answer}";
                }

                Comparable(lines[i + 1][2..]).ShouldBe(Comparable(answer), lines[i]);
                compared++;
            }
        }

        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(Page, string.Join('\n', lines) + "\n");
        }

        compared.ShouldBeGreaterThan(15);
    }

    private static string Comparable(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text, isModelled: false);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text, bool isModelled)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // A candidate that a model chose is as much its work as the prediction.
                var chosen = element.TryGetProperty("acquisition", out _);
                foreach (var member in element.EnumerateObject())
                {
                    text.Append(member.Name).Append(": ");
                    if (member.Name == "model")
                    {
                        text.AppendLine($"a {member.Value.ValueKind}");
                        continue;
                    }

                    Write(member.Value, text, isModelled || (chosen && member.Name == "candidate") || Modelled.Contains(member.Name));
                }

                break;
            case JsonValueKind.Array when isModelled && element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.String:
                text.AppendLine("words");
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, text.Append("- "), isModelled);
                }

                break;
            default:
                text.AppendLine(isModelled ? $"a {element.ValueKind}" : element.GetRawText());
                break;
        }
    }
}
