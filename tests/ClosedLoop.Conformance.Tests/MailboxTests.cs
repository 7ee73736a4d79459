using ClosedLoop.Messaging;

namespace ClosedLoop.Conformance.Tests;

/// <summary>Waiting for what may never come.</summary>
public sealed class MailboxTests
{
    [Fact]
    public void Wait_WhoseTimerFiresBeforeTheTimestampShowsIt_IsOver()
    {
        var mailbox = new Mailbox(new LabTopics("bench"), new EagerTime());

        var seen = mailbox.SeenAsync<object>(0, _ => null, TimeSpan.FromSeconds(1), CancellationToken.None);

        seen.IsCompletedSuccessfully.ShouldBeTrue();
    }

    /// <summary>Its timers fire at once; its clock stands.</summary>
    private sealed class EagerTime : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return new Fired();
        }

        private sealed class Fired : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
