using ClosedLoop.Messaging;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Conformance;

/// <summary>Has the instrument restarted once, in the middle of a step, and keeps what was seen.</summary>
internal static class Restarting
{
    // A restarted program has to load, find the broker, and be told of by it.
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);

    /// <summary>The story, told by the first check that asks.</summary>
    /// <exception cref="UncheckableException">Nobody can restart the instrument.</exception>
    /// <exception cref="ViolationException">It did not come back.</exception>
    public static async Task<RestartStory> OnceAsync(Scene scene)
    {
        if (scene.Bench.Settings.RestartAsync is not { } restart)
        {
            throw new UncheckableException("nobody can restart the instrument: --restart-command CMD gives a command that kills it and starts it again");
        }

        return await (scene.Bench.Restart ??= TellAsync(scene.Bench.Keep(new Scene(scene.Bench, "restart")), restart));
    }

    private static async Task<RestartStory> TellAsync(Scene scene, Func<CancellationToken, Task> restart)
    {
        var bench = scene.Bench;
        var ended = await scene.PerformAsync();
        await RetainPauseAsync(scene);
        try
        {
            var begun = scene.Mark;
            var running = await scene.BeginAsync();
            var seen = scene.Statuses(begun, running.DispatchId).LastOrDefault()
                ?? throw new ViolationException("the running step is not shown on its status topic");
            var (before, mark) = (bench.Presence, scene.Mark);
            await restart(bench.Cancellation);
            var after = await BackAsync(scene, before, mark);
            var outcome = await scene.TerminalAsync(mark, running.DispatchId);
            await scene.SettleAsync();
            var heard = bench.Mailbox.Since(mark);
            var states = heard.SkipWhile(one => !ReferenceEquals(one.Content, after)).Select(one => one.Content).OfType<StateMessage>().ToList();
            return new RestartStory(before, after, ended, running, seen, outcome, states, heard);
        }
        finally
        {
            bench.IsClearing = true;
            await bench.PublishAsync(Retained(scene, default));
            await scene.SendAsync(ControlVerb.Resume);
            bench.IsClearing = false;
        }
    }

    /// <summary>An order that an instrument obeys now, and must not obey again when its next life subscribes.</summary>
    private static async Task RetainPauseAsync(Scene scene)
    {
        await scene.Bench.PublishAsync(Retained(scene, LabJson.Write(new ControlMessage(ControlVerb.Pause, null, scene.Epoch, "conformance"))));
        await scene.StateAsync(state => state.Activity == "paused");
        await scene.SendAsync(ControlVerb.Resume);
        await scene.StateAsync(state => state.Activity is not "paused");
    }

    private static MqttMessage Retained(Scene scene, ReadOnlyMemory<byte> payload) => new(scene.ControlTopic, payload) { Retain = true };

    private static async Task<PresenceMessage> BackAsync(Scene scene, PresenceMessage before, int mark)
    {
        // A word of the old life may still arrive, so the next one is known by its epoch, or by an offline in between.
        return await scene.Bench.Mailbox.SeenAsync(
            mark,
            heard =>
            {
                var presences = heard.Select(one => one.Content).OfType<PresenceMessage>().ToList();
                var offline = presences.FindIndex(presence => !presence.Online);
                return presences.Where((presence, i) => presence.Online && (presence.Epoch > before.Epoch || (offline >= 0 && i > offline))).LastOrDefault();
            },
            BackWithin > scene.Patience ? BackWithin : scene.Patience,
            scene.Bench.Cancellation)
            ?? throw new ViolationException($"after the restart it did not say online, with a higher epoch, within {Words.Of(BackWithin)}");
    }
}
