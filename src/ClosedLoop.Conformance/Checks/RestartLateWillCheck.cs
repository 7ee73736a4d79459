using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance;

/// <summary>The will carries the epoch of its own connect, so that a late one is older than the next online</summary>
internal sealed class RestartLateWillCheck : IConformanceCheck
{
    public string Id => "restart-late-will";

    public string Says => "The will carries the epoch of its own connect, so that a late one is older than the next online";

    public string Rule => "presence";

    public async Task<CheckOutcome> RunAsync(Scene scene)
    {
        var story = await Restarting.OnceAsync(scene);
        var offline = story.Heard.Select(heard => heard.Content).OfType<PresenceMessage>().Where(presence => !presence.Online).ToList();
        return offline.Count == 0 ? new CheckOutcome.Skipped("nobody heard offline")
            : offline.FirstOrDefault(presence => presence.Epoch != story.Before.Epoch) is { } other
                ? new CheckOutcome.Failed($"online said epoch {story.Before.Epoch}, its offline says {other.Epoch}: a late one would count")
            : new CheckOutcome.Passed($"offline says epoch {story.Before.Epoch}, as online did");
    }
}
