using System.Text;

namespace ClosedLoop.Messaging.Tests;

/// <summary>What the bus says of payloads that it does not believe; each arrives on its real topic.</summary>
public sealed class MalformedPayloadTests
{
    private const string D = "tower-7f3a.12.anneal.1";

    public static TheoryData<string, string, string> ToOrchestrator => new()
    {
        { "result", "", "cleared" },
        { "result", "{", "starts:the payload is not JSON that can be read: " },
        { "result", "hello", "starts:the payload is not JSON that can be read: " },
        { "result", "\uFEFF{}", "starts:the payload is not JSON that can be read: " },
        { "result", "[]", "the payload must be an object" },
        { "result", "null", "the payload must be an object" },
        { "result", "{}", "`dispatchId` is missing" },
        { "result", Result(dispatchId: "7"), "`dispatchId` must be a dispatch id, {run}.{trial}.{step}.{attempt}" },
        { "result", Result(dispatchId: "\"tower\""), "`dispatchId` must be a dispatch id, {run}.{trial}.{step}.{attempt}" },
        { "result", Result(dispatchId: "\"a/b.12.anneal.1\""), "`dispatchId` must be a dispatch id, {run}.{trial}.{step}.{attempt}" },
        { "result", Result(dispatchId: "\"tower-7f3a.13.anneal.1\""), $"`dispatchId` is tower-7f3a.13.anneal.1, but the topic says {D}" },
        { "result", Result(ledgerId: "null"), "`ledgerId` must be a string" },
        { "result", Result(ledgerId: "\"\""), "`ledgerId` must not be empty" },
        { "result", Result(outputs: "[0.7]"), "`outputs` must be an object" },
        { "result", Result(outputs: """{"yield":true}"""), "`outputs.yield` must be a number or a string" },
        { "result", Result(outputs: """{"yield":null}"""), "`outputs.yield` must be a number or a string" },
        { "result", Result(outputs: """{"yield":[0.7]}"""), "`outputs.yield` must be a number or a string" },
        { "result", Result(outputs: """{"yield":1e999}"""), "`outputs.yield` must be a finite number or a string" },
        { "result", Result(outputs: """{"yield":"NaN"}"""), "`outputs.yield` must be a finite number or a string" },
        { "result", Result(outputs: """{"yield":"-Infinity"}"""), "`outputs.yield` must be a finite number or a string" },
        { "result", Result(outputs: """{"yield":NaN}"""), "starts:the payload is not JSON that can be read: " },
        { "result", Result(outputs: """{"yield":0.7,"yield":0.8}"""), "starts:the payload is not JSON that can be read: " },
        { "result", Result(outputs: """{"yield":"\ud800"}"""), "starts:the payload holds text that cannot be read: " },
        { "result", Result(startedAt: "\"yesterday\""), "`startedAt` must be an ISO 8601 time with offset, such as 2026-01-31T12:00:00Z" },
        { "result", Result(startedAt: "\"2026-03-01T20:00:00\""), "`startedAt` must be an ISO 8601 time with offset, such as 2026-01-31T12:00:00Z" },
        { "result", Result(startedAt: "1772395200"), "`startedAt` must be an ISO 8601 time with offset, such as 2026-01-31T12:00:00Z" },
        { "result", Result(files: "{}"), "`files` must be an array" },
        { "result", Result(files: """[{"name":"raw","uri":"file:///x","bytes":3}]"""), "`files[0].sha256` is missing" },
        { "result", Result(files: """[{"name":"raw","uri":"file:///x","sha256":"abc","bytes":3}]"""), "`files[0].sha256` must be 64 hexadecimal digits" },
        { "result", Result(files: """[{"name":"raw","uri":"file:///x","sha256":"abc","bytes":3.5}]"""), "`files[0].bytes` must be a whole number" },
        { "result", Result(outputs: Nested(20)), "starts:the payload is not JSON that can be read: " },
        { "result", Result().PadRight(LabJson.LargestPayload + 1), "262145 bytes are more than the 262144 that are read" },
        { "status", Status("\"finished\""), "`status` must be one of unknown, accepted, rejected, running, succeeded, failed, cancelled, indeterminate" },
        { "status", Status("\"Running\""), "`status` must be one of unknown, accepted, rejected, running, succeeded, failed, cancelled, indeterminate" },
        { "status", Status("3"), "`status` must be one of unknown, accepted, rejected, running, succeeded, failed, cancelled, indeterminate" },
        { "status", Status("\"running\"", ",\"progress\":55"), "`progress` must be between 0 and 1" },
        { "status", Status("\"running\"", ",\"progress\":\"half\""), "`progress` must be a finite number" },
        { "status", Status("\"running\"", ",\"closed\":\"no\""), "`closed` must be true or false" },
        { "status", Status("\"rejected\""), "`refusal` is missing; rejected needs it" },
        { "status", Status("\"failed\"", ",\"sample\":\"untouched\""), "`failure` is missing; failed needs it" },
        { "status", Status("\"failed\"", ",\"failure\":\"error\""), "`sample` is missing; failed needs it" },
        { "presence", """{"online":true,"epoch":1,"at":"2026-03-01T20:00:00Z"}""", "`ledgerId` is missing; an instrument shows its ledger" },
        { "presence", """{"online":1,"epoch":1,"ledgerId":"c","at":"2026-03-01T20:00:00Z"}""", "`online` must be true or false" },
        { "presence", """{"online":true,"epoch":-1,"ledgerId":"c","at":"2026-03-01T20:00:00Z"}""", "`epoch` must not be negative" },
        { "presence", """{"online":true,"ledgerId":"c","at":"2026-03-01T20:00:00Z"}""", "`epoch` is missing" },
        { "presence", """{"online":true,"epoch":1.5,"ledgerId":"c","at":"2026-03-01T20:00:00Z"}""", "`epoch` must be a whole number" },
        { "capabilities", """{"capabilities":[],"capacity":0,"simulated":true,"recovers":false,"version":"1"}""", "`capacity` must be at least 1" },
        { "capabilities", Capabilities("""{"temperature":{"lower":20}}"""), "`capabilities[0].limits.temperature.upper` is missing" },
        { "capabilities", Capabilities("""{"temperature":{"lower":20,"upper":10}}"""), "`capabilities[0].limits.temperature` has a lower limit above the upper one" },
        { "capabilities", Capabilities("{}", "-3"), "`capabilities[0].typicalSeconds` must not be negative" },
        { "state", """{"health":"fine","activity":"idle","active":[],"at":"2026-03-01T20:00:00Z"}""", "`health` must be one of ok, degraded, failed" },
        { "state", """{"health":"ok","activity":"dancing","active":[],"at":"2026-03-01T20:00:00Z"}""", "`activity` must be one of idle, busy, paused, stopped" },
        { "state", """{"health":"ok","activity":"busy","active":[null],"at":"2026-03-01T20:00:00Z"}""", "`active[0]` must be a string" },
    };

    public static TheoryData<string, string, string> ToInstrument => new()
    {
        { "command", "", "the payload is empty" },
        { "command", Command("capability", ""), "`capability` is missing" },
        { "command", Command("capability", "\"\""), "`capability` must not be empty" },
        { "command", Command("parameters", """{"temperature":{"value":450}}"""), "`parameters.temperature` must be a number or a string" },
        { "command", Command("simulated", "\"yes\""), "`simulated` must be true or false" },
        { "command", Command("epoch", "\"3\""), "`epoch` must be a whole number" },
        { "command", Command("epoch", "99999999999999999999"), "`epoch` must be a whole number" },
        { "command", Command("timeLimitSeconds", "0"), "`timeLimitSeconds` must be a number of seconds above 0 and at most 1e9" },
        { "command", Command("timeLimitSeconds", "\"00:30:00\""), "`timeLimitSeconds` must be a number of seconds above 0 and at most 1e9" },
        { "command", Command("timeLimitSeconds", "1e300"), "`timeLimitSeconds` must be a number of seconds above 0 and at most 1e9" },
        { "command", Command("startBy", "\"soon\""), "`startBy` must be an ISO 8601 time with offset, such as 2026-01-31T12:00:00Z" },
        { "control", """{"verb":"explode","epoch":1}""", "`verb` must be one of query, cancel, close, pause, resume, safeStop" },
        { "control", """{"verb":"cancel","epoch":1}""", "`dispatchId` is missing; query, cancel and close need it" },
        { "control", """{"verb":"pause"}""", "`epoch` is missing" },
        { "control", """{"verb":"pause","epoch":1,"reason":5}""", "`reason` must be a string" },
    };

    [Theory]
    [MemberData(nameof(ToOrchestrator))]
    public async Task Orchestrator_MalformedPayload_IsReportedWithItsReason(string leaf, string payload, string reason)
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        var topic = leaf switch
        {
            "result" => Lab.Topics.DispatchResult(Lab.Instrument, Lab.Dispatch),
            "status" => Lab.Topics.DispatchStatus(Lab.Instrument, Lab.Dispatch),
            _ => $"{Lab.Topics.Root}/instrument/{Lab.Instrument}/{leaf}",
        };
        await lab.Publish(topic, payload);

        if (reason == "cleared")
        {
            lab.Heard.ShouldBeEmpty();
            return;
        }

        var malformed = lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>();
        ShouldSay(malformed.Reason, reason);
        malformed.Topic.ShouldBe(topic);
        malformed.Instrument.ShouldBe(Lab.Instrument);
        malformed.DispatchId.ShouldBe(leaf is "result" or "status" ? Lab.Dispatch : null);
        malformed.PayloadBytes.ShouldBe(Encoding.UTF8.GetByteCount(payload));
        malformed.Payload.ToArray().ShouldBe(Encoding.UTF8.GetBytes(payload).Take(4096));
    }

    [Theory]
    [MemberData(nameof(ToInstrument))]
    public async Task Instrument_MalformedPayload_IsReportedWithItsReasonAndCanBeAnswered(string leaf, string payload, string reason)
    {
        var lab = new Lab();
        await using var bus = await lab.InstrumentBus();
        var topic = $"{Lab.Topics.Root}/instrument/{Lab.Instrument}/{leaf}";
        await lab.Publish(topic, payload, "some/where", "c-1");

        var malformed = lab.Asked.ShouldHaveSingleItem().ShouldBeOfType<InstrumentMessage.Malformed>();
        ShouldSay(malformed.Reason, reason);
        malformed.Topic.ShouldBe(topic);
        malformed.ReplyTo.ShouldNotBeNull().Topic.ShouldBe("some/where");
        Lab.Text(malformed.ReplyTo.Correlation).ShouldBe("c-1");
    }

    [Fact]
    public async Task Orchestrator_BytesThatAreNotUtf8_AreReported()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Broker.Deliver(new(Lab.Topics.InstrumentState(Lab.Instrument), new byte[] { 0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D }));
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe("the payload is not UTF-8");
    }

    [Fact]
    public async Task Orchestrator_VeryLongMemberName_IsCutInTheReason()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish(Lab.Topics.DispatchResult(Lab.Instrument, Lab.Dispatch), Result(outputs: $"{{\"{new string('x', 5000)}\":true}}"));
        lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>().Reason.ShouldBe($"`outputs.{new string('x', 112)}…` must be a number or a string");
    }

    [Fact]
    public async Task Orchestrator_DispatchTopicWithoutADispatchId_IsReported()
    {
        var lab = new Lab();
        await using var bus = await lab.Orchestrator();
        await lab.Publish($"{Lab.Topics.Root}/instrument/f1/dispatch/number-12/status", Status("\"running\""));
        var malformed = lab.Heard.ShouldHaveSingleItem().ShouldBeOfType<LabMessage.Malformed>();
        malformed.Reason.ShouldBe("the topic names no dispatch id");
        malformed.Instrument.ShouldBe("f1");
        malformed.DispatchId.ShouldBeNull();
    }

    private static void ShouldSay(string actual, string expected)
    {
        if (expected.StartsWith("starts:", StringComparison.Ordinal))
        {
            actual.ShouldStartWith(expected["starts:".Length..]);
        }
        else
        {
            actual.ShouldBe(expected);
        }
    }

    private static string Result(
        string dispatchId = $"\"{D}\"",
        string ledgerId = "\"c0ffee\"",
        string outputs = """{"yield":0.73}""",
        string startedAt = "\"2026-03-01T20:00:00Z\"",
        string files = "[]") =>
        $$"""{"dispatchId":{{dispatchId}},"ledgerId":{{ledgerId}},"outputs":{{outputs}},"startedAt":{{startedAt}},"finishedAt":"2026-03-01T20:05:00Z","files":{{files}}}""";

    private static string Status(string status, string more = "") => $$"""{"dispatchId":"{{D}}","status":{{status}},"ledgerId":"c0ffee","at":"2026-03-01T20:00:00Z"{{more}}}""";

    private static string Capabilities(string limits, string typical = "5") =>
        $$"""{"capabilities":[{"name":"anneal","inputs":[],"outputs":[],"limits":{{limits}},"typicalSeconds":{{typical}}}],"capacity":1,"simulated":true,"recovers":false,"version":"1"}""";

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static string Command(string member, string value)
    {
        var members = new Dictionary<string, string>
        {
            ["dispatchId"] = $"\"{D}\"",
            ["capability"] = "\"anneal\"",
            ["parameters"] = "{}",
            ["sample"] = "\"tower-7f3a.12\"",
            ["simulated"] = "true",
            ["ledgerId"] = "\"c0ffee\"",
            ["epoch"] = "3",
            ["startBy"] = "\"2026-03-01T20:01:30Z\"",
            ["timeLimitSeconds"] = "1800",
        };
        members[member] = value;
        return $"{{{string.Join(",", members.Where(pair => pair.Value.Length > 0).Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";
    }
}
