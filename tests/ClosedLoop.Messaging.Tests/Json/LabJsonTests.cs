using System.Text;
using System.Text.Json;
using ClosedLoop.Domain;

namespace ClosedLoop.Messaging.Tests;

public sealed class LabJsonTests
{
    [Fact]
    public void Messages_WrittenAndRead_AreTheSame()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var message in new RandomMessages(seed).OneOfEach())
            {
                SameOrThrow(message, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Command_Written_LooksLikeTheContract() => Json(Lab.Command).ShouldBe(
        """{"dispatchId":"tower-7f3a.12.anneal.1","capability":"anneal","parameters":{"temperature":450.5,"atmosphere":"argon"},"sample":"tower-7f3a.12","simulated":true,"ledgerId":"c0ffee","epoch":3,"startBy":"2026-03-01T20:01:30Z","timeLimitSeconds":1800}""");

    [Fact]
    public void Status_Written_LeavesOutWhatIsNotThereAndNamesEnumsInCamelCase() => Json(
        Lab.Status(DispatchStatus.Rejected) with { Refusal = RefusalReason.OutsideLimits, At = Lab.Start.ToOffset(TimeSpan.FromHours(2)) }).ShouldBe(
        """{"dispatchId":"tower-7f3a.12.anneal.1","status":"rejected","ledgerId":"c0ffee","at":"2026-03-01T20:00:00Z","refusal":"outsideLimits","closed":false}""");

    [Fact]
    public void Control_SafeStop_IsOneCamelCaseWord() => Json(new ControlMessage(ControlVerb.SafeStop, null, 0, null)).ShouldBe("""{"verb":"safeStop","epoch":0}""");

    [Fact]
    public void Reading_UnknownMembers_AreIgnored() =>
        Read<CampaignControlMessage>("""{"verb":"pause","reason":null,"colour":{"deep":[1,2,{"x":null}]}}""").ShouldBe(new CampaignControlMessage(CampaignVerb.Pause, null));

    [Fact]
    public void Reading_OptionalMembersLeftOut_TakesTheirDefaults() =>
        Read<StatusMessage>("""{"dispatchId":"tower-7f3a.12.anneal.1","status":"running","ledgerId":"c0ffee","at":"2026-03-01T21:00:00+01:00"}""").ShouldBe(Lab.Status(DispatchStatus.Running));

    [Fact]
    public void Reading_PayloadOfExactlyTheLimit_IsRead()
    {
        var json = Encoding.UTF8.GetBytes("""{"accepted":true,"lines":[]}""".PadRight(LabJson.LargestPayload));
        LabJson.TryRead<ReplyMessage>(json, out _, out _).ShouldBeTrue();
        LabJson.TryRead<ReplyMessage>(json.Append((byte)' ').ToArray(), out _, out var problem).ShouldBeFalse();
        problem.ShouldBe("262145 bytes are more than the 262144 that are read");
        LabJson.TryRead<ReplyMessage>(json, out _, out problem, largest: 100).ShouldBeFalse();
        problem.ShouldBe("262144 bytes are more than the 100 that are read");
    }

    [Fact]
    public void Reading_AnyCutOrFlippedByte_NeverThrows()
    {
        var random = new Random(20260301);
        var whole = LabJson.Write(Lab.Result with { Files = [new ResultFile("raw", "file:///x", new string('a', 64), 3)] });
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && bytes.Length > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var read = LabJson.TryRead<ResultMessage>(bytes, out var message, out var problem);
            (message is not null).ShouldBe(read);
            (problem is null).ShouldBe(read);
        }
    }

    [Fact]
    public void Writing_ANumberThatIsNotFinite_Throws() =>
        Should.Throw<ArgumentException>(() => LabJson.Write(Lab.Result with { Outputs = new Dictionary<string, ParameterValue> { ["yield"] = double.NaN } }));

    private static void SameOrThrow(object message, string seed)
    {
        switch (message)
        {
            case PresenceMessage m: Again(m).ShouldBe(m, seed); break;
            case CapabilitiesMessage m: Same.Capabilities(Again(m), m); break;
            case StateMessage m: Same.State(Again(m), m); break;
            case CommandMessage m: Same.Command(Again(m), m); break;
            case ControlMessage m: Again(m).ShouldBe(m, seed); break;
            case StatusMessage m: Again(m).ShouldBe(m, seed); break;
            case ResultMessage m: Same.Result(Again(m), m); break;
            case TelemetryMessage m: Again(m).ShouldBe(m, seed); break;
            case CampaignControlMessage m: Again(m).ShouldBe(m, seed); break;
            case HostControlMessage m: Again(m).ShouldBe(m, seed); break;
            case StockMessage m: Again(m).ShouldBe(m, seed); break;
            case RequestMessage m: Json(Again(m)).ShouldBe(Json(m), seed); break;
            case PlannerQuestionMessage m: Json(Again(m)).ShouldBe(Json(m), seed); break;
            case ProposalMessage m: Json(Again(m)).ShouldBe(Json(m), seed); break;
            case ReplyMessage m: Same.Reply(Again(m), m); break;
            default: throw new InvalidOperationException(message.GetType().Name);
        }
    }

    private static string Json<T>(T message)
        where T : class => Encoding.UTF8.GetString(LabJson.Write(message));

    private static T Again<T>(T message)
        where T : class => Read<T>(Json(message));

    private static T Read<T>(string json)
        where T : class => LabJson.TryRead<T>(Encoding.UTF8.GetBytes(json), out var message, out var problem) ? message : throw new JsonException(problem);
}
