namespace ClosedLoop.Orchestrator.Tests;

public sealed class VigilTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Since_WhileTheClockRunsEvenly_IsTheBeginning()
    {
        var clock = new SetClock();
        var vigil = new Vigil(clock);

        clock.Pass(TimeSpan.FromHours(3));

        vigil.Look().ShouldBe(Start.AddHours(3));
        vigil.Since.ShouldBe(Start);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(-15, false)]
    public void Since_WhenTheClockWasSet_IsThereIfItWasSetForward(int minutes, bool moves)
    {
        var clock = new SetClock();
        var vigil = new Vigil(clock);
        clock.Pass(TimeSpan.FromMinutes(1));

        clock.Offset = TimeSpan.FromMinutes(minutes);
        var now = vigil.Look();
        clock.Pass(TimeSpan.FromMinutes(1));
        vigil.Look();

        vigil.Since.ShouldBe(moves ? now : Start);
    }

    /// <summary>What it shows may be set; its stopwatch goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        private TimeSpan _passed;

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span) => _passed += span;

        public override DateTimeOffset GetUtcNow() => Start + _passed + Offset;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
