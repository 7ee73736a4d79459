using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>A will, or a goodbye, says offline when the instrument goes</summary>
internal sealed class RestartWillCheck : IConformanceCheck
{
    public string Id => "restart-will";

    public string Says => "A will, or a goodbye, says offline when the instrument goes";

    public string Rule => "presence";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        return story.Heard.Select(heard => heard.Content).OfType<PresenceMessage>().FirstOrDefault(presence => !presence.Online) is { } offline
            ? new CheckOutcome.Passed($"offline, epoch {offline.Epoch}")
            : new CheckOutcome.Failed("it was restarted, and nobody heard offline: is a will registered at every connect, without delay?");
    }
}
