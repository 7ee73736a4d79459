namespace ClosedLoop.Messaging.Tests;

/// <summary>Equality of messages that hold lists and dictionaries, which have none of their own: the collections by content, the rest by the record.</summary>
internal static class Same
{
    public static void Command(CommandMessage actual, CommandMessage expected)
    {
        actual.Parameters.ShouldBe(expected.Parameters);
        (actual with { Parameters = expected.Parameters }).ShouldBe(expected);
    }

    public static void Result(ResultMessage actual, ResultMessage expected)
    {
        actual.Outputs.ShouldBe(expected.Outputs);
        actual.Files.ShouldBe(expected.Files);
        (actual with { Outputs = expected.Outputs, Files = expected.Files }).ShouldBe(expected);
    }

    public static void State(StateMessage actual, StateMessage expected)
    {
        actual.Active.ShouldBe(expected.Active);
        (actual with { Active = expected.Active }).ShouldBe(expected);
    }

    public static void Reply(ReplyMessage actual, ReplyMessage expected)
    {
        actual.Lines.ShouldBe(expected.Lines);
        actual.Accepted.ShouldBe(expected.Accepted);
    }

    public static void Capabilities(CapabilitiesMessage actual, CapabilitiesMessage expected)
    {
        (actual with { Capabilities = expected.Capabilities }).ShouldBe(expected);
        actual.Capabilities.Count.ShouldBe(expected.Capabilities.Count);
        foreach (var (one, other) in actual.Capabilities.Zip(expected.Capabilities))
        {
            one.Inputs.ShouldBe(other.Inputs);
            one.Outputs.ShouldBe(other.Outputs);
            one.Limits.ShouldBe(other.Limits);
            (one with { Inputs = other.Inputs, Outputs = other.Outputs, Limits = other.Limits }).ShouldBe(other);
        }
    }
}
