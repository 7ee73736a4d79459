namespace ClosedLoop.Messaging;

/// <summary>How long messages that must not be late are worth delivering. MQTT counts whole seconds in 32 bits.</summary>
internal static class Expiry
{
    /// <summary>Control messages: asked again when no answer came.</summary>
    public static readonly TimeSpan Control = TimeSpan.FromSeconds(60);

    /// <summary>Answers: whoever asked has given up by then and asks again.</summary>
    public static readonly TimeSpan Reply = TimeSpan.FromSeconds(60);

    /// <summary>Until a time, rounded up to whole seconds; null when it has passed.</summary>
    public static TimeSpan? Until(DateTimeOffset end, DateTimeOffset now) =>
        end <= now ? null : TimeSpan.FromSeconds(Math.Min(Math.Ceiling((end - now).TotalSeconds), uint.MaxValue));
}
