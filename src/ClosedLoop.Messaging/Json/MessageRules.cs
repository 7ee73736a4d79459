using System.Text.RegularExpressions;

namespace ClosedLoop.Messaging;

/// <summary>What a message must fulfil beyond its types.</summary>
internal static partial class MessageRules
{
    /// <summary>The first broken rule, in words, or null.</summary>
    public static string? Problem(object message) => message switch
    {
        PresenceMessage m => m.Epoch < 0 ? "`epoch` must not be negative" : m.LedgerId is "" ? "`ledgerId` must not be empty" : null,
        CapabilitiesMessage m => Capabilities(m),
        StateMessage m => State(m),
        CommandMessage m =>
            NotEmpty(("capability", m.Capability), ("sample", m.Sample), ("ledgerId", m.LedgerId)) ?? (m.Epoch < 0 ? "`epoch` must not be negative" : null),
        ControlMessage m => m.Verb is ControlVerb.Query or ControlVerb.Cancel or ControlVerb.Close && m.DispatchId is null
            ? "`dispatchId` is missing; query, cancel and close are about a dispatch"
            : null,
        StatusMessage m => Status(m),
        ResultMessage m => NotEmpty(("ledgerId", m.LedgerId)) ?? m.Files.Select(File).FirstOrDefault(problem => problem is not null),
        HostControlMessage { Verb: HostVerb.Submit } m =>
            m.FileName is null ? "`fileName` is missing; submit needs it" : m.Text is null ? "`text` is missing; submit needs it" : null,
        _ => null,
    };

    private static string? Capabilities(CapabilitiesMessage message)
    {
        if (message.Capacity < 1)
        {
            return "`capacity` must be at least 1";
        }

        for (var i = 0; i < message.Capabilities.Count; i++)
        {
            var capability = message.Capabilities[i];
            if (NotEmpty(($"capabilities[{i}].name", capability.Name)) is { } empty)
            {
                return empty;
            }

            if (capability.TypicalSeconds < 0)
            {
                return $"`capabilities[{i}].typicalSeconds` must not be negative";
            }

            foreach (var (name, limit) in capability.Limits)
            {
                if (limit.Lower > limit.Upper)
                {
                    return $"`capabilities[{i}].limits.{name}` has a lower limit above the upper one";
                }
            }
        }

        return null;
    }

    private static string? State(StateMessage message) =>
        message.Health is not ("ok" or "degraded" or "failed") ? "`health` must be one of ok, degraded, failed"
        : message.Activity is not ("idle" or "busy" or "paused" or "stopped") ? "`activity` must be one of idle, busy, paused, stopped"
        : null;

    private static string? Status(StatusMessage message) => NotEmpty(("ledgerId", message.LedgerId)) ?? (message switch
    {
        { Progress: < 0 or > 1 } => "`progress` must be between 0 and 1",
        { Status: DispatchStatus.Rejected, Refusal: null } => "`refusal` is missing; rejected needs it",
        { Status: DispatchStatus.Failed, Failure: null } => "`failure` is missing; failed needs it",
        { Status: DispatchStatus.Failed, Sample: null } => "`sample` is missing; failed needs it",
        _ => null,
    });

    private static string? File(ResultFile file, int index) =>
        !Sha256().IsMatch(file.Sha256) ? $"`files[{index}].sha256` must be 64 hexadecimal digits"
        : file.Bytes < 0 ? $"`files[{index}].bytes` must not be negative"
        : NotEmpty(($"files[{index}].name", file.Name), ($"files[{index}].uri", file.Uri));

    private static string? NotEmpty(params ReadOnlySpan<(string Name, string Text)> members)
    {
        foreach (var (name, text) in members)
        {
            if (text.Length == 0)
            {
                return $"`{name}` must not be empty";
            }
        }

        return null;
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex Sha256();
}
