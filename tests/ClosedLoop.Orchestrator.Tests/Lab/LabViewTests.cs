namespace ClosedLoop.Orchestrator.Tests;

public class LabViewTests
{
    private readonly ManualTime _time = new();
    private readonly LabView _view;

    public LabViewTests() => _view = new LabView(_time);

    [Fact]
    public void Instrument_IsSeenOnceItHasShownLedgerAndCapabilities()
    {
        _view.Take(Samples.Capabilities("rig", capacity: 3)).ShouldBeTrue();
        _view.Views().ShouldBeEmpty();
        _view.Take(Samples.Presence("rig")).ShouldBeTrue();
        _view.Take(Samples.State("rig")).ShouldBeTrue("it is ready now");
        var rig = _view.Views().ShouldHaveSingleItem();
        (rig.Id, rig.Ready, rig.LedgerId, rig.Simulated, rig.Capacity).ShouldBe(("rig", true, "L1", true, 3));
        rig.Capabilities["measure"]["x"].ShouldBe((0, 1));
    }

    /// <summary>It may be at work for somebody of whom nobody here knows.</summary>
    [Fact]
    public void Instrument_ThatHasNotToldItsState_IsReadyOnlyAfterAWhile()
    {
        _view.Take(Samples.Capabilities("rig"));
        _view.Take(Samples.Presence("rig"));
        var rig = _view.Views().ShouldHaveSingleItem();
        rig.Ready.ShouldBeFalse();
        rig.ReadyAt.ShouldBe(_time.GetUtcNow() + LabView.FirstState);

        _time.Advance(LabView.FirstState, () => { });
        _view.Views().Single().Ready.ShouldBeTrue();
    }

    [Fact]
    public void Instrument_WithoutALedger_IsNotSeen()
    {
        _view.Take(Samples.Presence("rig", ledger: null));
        _view.Take(Samples.Capabilities("rig"));
        _view.Views().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Offline_OlderThanTheNewestOnline_IsIgnored(long epoch, bool counts)
    {
        Appear(epoch: 2);
        _view.Take(Samples.Presence("rig", online: false, epoch: epoch)).ShouldBe(counts);
        _view.Views().Single().Ready.ShouldBe(!counts);
    }

    [Theory]
    [InlineData("idle", "ok", true)]
    [InlineData("busy", "ok", true)]
    [InlineData("idle", "degraded", true)]
    [InlineData("idle", "failed", false)]
    [InlineData("paused", "ok", false)]
    [InlineData("stopped", "ok", false)]
    public void Readiness_FollowsHealthAndActivity(string activity, string health, bool ready)
    {
        Appear();
        _view.Take(Samples.State("rig", activity, health));
        _view.Views().Single().Ready.ShouldBe(ready);
    }

    [Fact]
    public void Silence_EndsReadiness_AndAnyWordRestoresIt()
    {
        Appear();
        _time.Advance(LabView.Silence, () => { });
        _view.Views().Single().Ready.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1), () => { });
        _view.Views().Single().Ready.ShouldBeFalse();
        _view.Take(Samples.State("rig")).ShouldBeTrue("a waiting step may be placed now");
        _view.Views().Single().Ready.ShouldBeTrue();
    }

    [Fact]
    public void State_ThatChangesNothing_IsNoNews()
    {
        Appear();
        _view.Take(Samples.State("rig")).ShouldBeFalse();
        _view.Take(Samples.State("rig", "busy")).ShouldBeTrue();
        _view.Take(Samples.State("rig", "busy", "degraded")).ShouldBeTrue();
    }

    [Fact]
    public void Instruments_AreInOrdinalOrder()
    {
        foreach (var id in new[] { "b", "a", "B" })
        {
            _view.Take(Samples.Presence(id));
        }

        _view.Instruments.Select(record => record.Id).ShouldBe(["B", "a", "b"]);
    }

    private void Appear(long epoch = 1)
    {
        _view.Take(Samples.Presence("rig", epoch: epoch));
        _view.Take(Samples.Capabilities("rig"));
        _view.Take(Samples.State("rig"));
    }
}
