using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging.Tests;

/// <summary>The published contract is read by the code that runs, so that the two cannot drift apart.</summary>
public sealed partial class ContractDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract.md"));

    public static TheoryData<string, string> Examples => [.. Example().Matches(Document).Select(m => (m.Groups["message"].Value, m.Groups["json"].Value))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfTheContract_IsRead(string message, string json) => Problem(message, json).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_WithoutAMember_IsReadOnlyIfTheMemberIsOptional(string message, string json)
    {
        // Each top-level member is left out in turn; the document names the optional ones.
        string[] optional = ["lastError", "reason", "progress", "message", "replyTo", "correlationId", "acquisition", "step", "instrument", "dispatch", "openVariance", "distance",
            "reasons", "importances", "alarms", "ask", "candidates", "modelHash", "error", "unit"];
        foreach (var name in JsonNode.Parse(json)!.AsObject().Select(member => member.Key).ToArray())
        {
            var without = JsonNode.Parse(json)!.AsObject();
            without.Remove(name);
            var problem = Problem(message, without.ToJsonString());
            if ((optional.Contains(name) && (message, name) != (nameof(RequestMessage), "step")) || (name == "ledgerId" && message == nameof(PresenceMessage)) || (name == "trial" && message == nameof(CampaignEventMessage)))
            {
                problem.ShouldBeNull();
            }
            else
            {
                problem.ShouldNotBeNull().ShouldStartWith($"`{name}` is missing");
            }
        }
    }

    [Fact]
    public void Examples_OfTheContract_ShowEveryMessage()
    {
        string[] messages =
        [
            nameof(PresenceMessage), nameof(CapabilitiesMessage), nameof(StateMessage), nameof(CommandMessage), nameof(ControlMessage), nameof(StatusMessage),
            nameof(ResultMessage), nameof(TelemetryMessage), nameof(PlannerQuestionMessage), nameof(ProposalMessage), nameof(HostControlMessage), nameof(CampaignControlMessage), nameof(ReplyMessage),
            nameof(CampaignStateMessage), nameof(CampaignTrialMessage), nameof(CampaignModelMessage), nameof(CampaignEventMessage), nameof(RequestMessage), nameof(StockMessage),
        ];
        Examples.Select(row => row.Data.Item1).Distinct().ShouldBe(messages, ignoreOrder: true);
        Regex.Count(Document, "^```json", RegexOptions.Multiline).ShouldBe(Examples.Count);
    }

    [Fact]
    public void Topics_OfTheContract_AreThoseOfTheCode()
    {
        foreach (var topic in LabTopicsTests.Table.Select(row => row.Data.Item2))
        {
            var relative = topic["closedloop/v1/north/".Length..];
            var documented = relative
                .Replace("/pc/", "/{host}/", StringComparison.Ordinal)
                .Replace("/f1/", "/{id}/", StringComparison.Ordinal)
                .Replace("/tower/", "/{id}/", StringComparison.Ordinal)
                .Replace("/optimizer/", "/{name}/", StringComparison.Ordinal)
                .Replace("/op-1/", "/{id}/", StringComparison.Ordinal)
                .Replace("request/tower-7f3a.12.anneal", "request/{id}", StringComparison.Ordinal)
                .Replace("stock/solvent", "stock/{item}", StringComparison.Ordinal)
                .Replace(Lab.Dispatch.ToString(), "{dispatchId}", StringComparison.Ordinal)
                .Replace("telemetry/temperature", "telemetry/{metric}", StringComparison.Ordinal)
                .Replace("event/retrained", "event/{kind}", StringComparison.Ordinal)
                .Replace("trial/12", "trial/{n}", StringComparison.Ordinal);
            (Document.Contains($"`{documented}`", StringComparison.Ordinal)
                || (documented.StartsWith("campaign/{id}/", StringComparison.Ordinal) && Document.Contains($"`{documented["campaign/{id}/".Length..]}`", StringComparison.Ordinal)))
                .ShouldBeTrue(documented);
        }
    }

    [Fact]
    public void Enums_OfTheContract_AreAllNamed()
    {
        var names = Enum.GetNames<DispatchStatus>().Concat(Enum.GetNames<RefusalReason>()).Concat(Enum.GetNames<ControlVerb>()).Concat(Enum.GetNames<HostVerb>())
            .Concat(Enum.GetNames<CampaignVerb>()).Concat(Enum.GetNames<FailureKind>()).Concat(Enum.GetNames<SampleFate>());
        foreach (var name in names.Select(JsonNamingPolicy.CamelCase.ConvertName))
        {
            Document.ShouldContain($"`{name}`");
        }
    }

    [Fact]
    public void Hash_OfTheContract_IsTheCodes() => Document.ShouldContain(Lab.Command.Hash());

    private static string? Problem(string message, string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);
        return message switch
        {
            nameof(PresenceMessage) => Problem<PresenceMessage>(bytes),
            nameof(CapabilitiesMessage) => Problem<CapabilitiesMessage>(bytes),
            nameof(StateMessage) => Problem<StateMessage>(bytes),
            nameof(CommandMessage) => Problem<CommandMessage>(bytes),
            nameof(ControlMessage) => Problem<ControlMessage>(bytes),
            nameof(StatusMessage) => Problem<StatusMessage>(bytes),
            nameof(ResultMessage) => Problem<ResultMessage>(bytes),
            nameof(TelemetryMessage) => Problem<TelemetryMessage>(bytes),
            nameof(PlannerQuestionMessage) => Problem<PlannerQuestionMessage>(bytes),
            nameof(ProposalMessage) => Problem<ProposalMessage>(bytes),
            nameof(HostControlMessage) => Problem<HostControlMessage>(bytes),
            nameof(CampaignControlMessage) => Problem<CampaignControlMessage>(bytes),
            nameof(ReplyMessage) => Problem<ReplyMessage>(bytes),
            nameof(CampaignStateMessage) => Problem<CampaignStateMessage>(bytes),
            nameof(CampaignTrialMessage) => Problem<CampaignTrialMessage>(bytes),
            nameof(CampaignModelMessage) => Problem<CampaignModelMessage>(bytes),
            nameof(CampaignEventMessage) => Problem<CampaignEventMessage>(bytes),
            nameof(RequestMessage) => Problem<RequestMessage>(bytes),
            nameof(StockMessage) => Problem<StockMessage>(bytes),
            _ => $"{message} is no message of the contract",
        };
    }

    private static string? Problem<T>(ReadOnlyMemory<byte> json)
        where T : class => LabJson.TryRead<T>(json, out _, out var problem) ? null : problem;

    [GeneratedRegex("<!-- (?<message>\\w+) -->\\n```json\\n(?<json>.*?)\\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
