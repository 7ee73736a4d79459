using System.Text;
using ClosedLoop.Domain;
using ClosedLoop.Mqtt;

namespace ClosedLoop.Tests;

/// <summary>What an operator's screen makes of the messages of a lab.</summary>
public sealed class LabPictureTests
{
    private readonly Labs _labs = new();

    [Fact]
    public void Campaign_OfItsRetainedMessages_IsOneLine()
    {
        _labs.Campaign("acquiring")
            .Hear("campaign/tower/best", """{"text":"best so far","trial":2,"status":"observed","candidate":{"x":1},"predictions":[],"origin":"sobol","values":{"roughness":1.09553}}""", retained: true)
            .Hear("campaign/tower/model", """{"text":"gp","name":"gp","hash":"0","observations":3,"hyperParameters":{},"diagnostics":{}}""", retained: true);

        _labs.LineOf("north/tower").ShouldBe("acquiring, 4/24 done, 2 in flight, 1 failed; best roughness 1.096 (trial 2); model gp on 3");
        _labs.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Instrument_ThatWorks_ShowsWhatItDoesAndHowFarItIs()
    {
        var id = new DispatchId("tower-1", 12, "anneal", 1);

        _labs.Presence(online: true, 7).State("busy", [id.ToString()]).Running(id, 0.4);

        _labs.LineOf("north/furnace-1").ShouldBe("online, ok, anneal of trial 12 40 %");
    }

    [Fact]
    public void Offline_OlderThanTheNewestOnline_IsIgnored()
    {
        _labs.Presence(online: true, 7).Presence(online: true, 8).Presence(online: false, 7);

        _labs.Furnace.IsOffline.ShouldBeFalse();
        _labs.Notes.ShouldBe(["north/furnace-1: online"]);

        _labs.Presence(online: false, 8);
        _labs.Furnace.IsOffline.ShouldBeTrue();
        _labs.Notes[^1].ShouldBe("north/furnace-1: went offline");
    }

    [Fact]
    public void Instrument_ThatIsGone_IsShownWithItsAge()
    {
        _labs.Presence(online: true, 7);
        _labs.Now += TimeSpan.FromSeconds(89);
        _labs.LineOf("north/furnace-1").ShouldBe("online");
        _labs.Now += TimeSpan.FromMinutes(5);
        _labs.LineOf("north/furnace-1").ShouldBe("silent for 6 min");

        _labs.State("idle", []).LineOf("north/furnace-1").ShouldBe("online, ok, idle");
        _labs.Presence(online: false, 7);
        _labs.Now += TimeSpan.FromSeconds(40);
        _labs.LineOf("north/furnace-1").ShouldBe("offline for 40 s");
    }

    [Fact]
    public void Instrument_FoundRetained_IsAsOldAsItsWords()
    {
        _labs.Presence(online: true, 7, retained: true).State("idle", [], retained: true);
        _labs.Now += TimeSpan.FromHours(3);
        _labs.LineOf("north/furnace-1").ShouldBe("silent for 3 h, ok, idle");

        // A will was written when its sender connected.
        var later = new Labs().Presence(online: false, 7, retained: true);
        later.Now += TimeSpan.FromDays(3);
        later.LineOf("north/furnace-1").ShouldBe("offline for at most 3 d");
    }

    [Fact]
    public void State_ThatSomebodyShouldSee_IsNoted()
    {
        _labs.State("idle", [], retained: true).State("busy", []).State("idle", []);
        _labs.Notes.ShouldBeEmpty();

        _labs.State("stopped", []);
        _labs.State("idle", [], health: "degraded", error: "thermocouple lost").State("idle", [], health: "degraded", error: "thermocouple lost");
        _labs.Notes.ShouldBe(
            ["north/furnace-1: stopped", "north/furnace-1: health degraded", "north/furnace-1: goes on", "north/furnace-1: thermocouple lost"]);

        _labs.State("idle", [], health: "degraded", error: "tower-1.3.mix.1: spilt");
        _labs.Notes.Count.ShouldBe(4, "the campaign speaks of an error in a step");
    }

    [Fact]
    public void Events_AreToldInTheWordsOfTheCampaign_AndOnlyThoseThatAPersonWants()
    {
        _labs.Event("batchProposed", "proposed trial 1 (sobol): x1 2.5")
            .Event("stepDispatched", "trial 1 mix → mixer-1")
            .Event("stepFailed", "trial 1 mix failed (device), sample altered: spilt")
            .Event("observationRecorded", "trial 2: yield = 3 %")
            .Event("campaignPaused", "campaign tower paused: lunch")
            .Event("somethingOfALaterVersion", "the lab was painted");

        _labs.Notes.ShouldBe(
        [
            "north/tower: proposed trial 1 (sobol): x1 2.5",
            "north/tower: trial 1 mix failed (device), sample altered: spilt",
            "north/tower: trial 2: yield = 3 %",
            "north/tower: campaign tower paused: lunch",
            "north/tower: the lab was painted",
        ]);
        _labs.Picture.Notes.Select(note => note.Trouble).ShouldBe([false, true, false, false, false]);
    }

    [Theory]
    [InlineData("campaign/tower/state", "{")]
    [InlineData("campaign/tower/state", "{}")]
    [InlineData("campaign/tower/best", "{}")]
    [InlineData("campaign/tower/model", """{"name":null,"observations":1}""")]
    [InlineData("campaign/tower/event/x", "[]")]
    [InlineData("campaign/tower/event/x", "{}")]
    [InlineData("instrument/furnace-1/presence", "{}")]
    [InlineData("instrument/furnace-1/state", """{"health":"fine"}""")]
    [InlineData("instrument/furnace-1/dispatch/a.1.b.1/status", "7")]
    [InlineData("orchestrator/host/presence", "null")]
    public void Message_ThatCannotBeRead_IsNotedWithItsTopic(string topic, string payload)
    {
        _labs.Hear(topic, payload);

        _labs.Notes.Single().ShouldContain($"{topic} cannot be read: ");
    }

    [Fact]
    public void Cleared_IsForgotten()
    {
        var id = new DispatchId("tower-1", 1, "mix", 1);
        _labs.Presence(online: true, 1).Running(id, 0.5).Campaign("paused");
        _labs.Hear("orchestrator/host/presence", """{"online":true,"epoch":1,"at":"2026-03-01T20:00:00Z"}""");
        _labs.Furnace.Dispatches.Count.ShouldBe(1);

        _labs.Hear($"instrument/furnace-1/dispatch/{id}/status", "");
        _labs.Furnace.Dispatches.ShouldBeEmpty();
        _labs.Hear("instrument/furnace-1/presence", "").Hear("campaign/tower/state", "").Hear("orchestrator/host/presence", "").Picture.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Labs_OfOneBroker_AreKeptApart()
    {
        var online = Encoding.UTF8.GetBytes("""{"online":true,"epoch":1,"ledgerId":"l","at":"2026-03-01T20:00:00Z"}""");
        var picture = _labs.Presence(online: true, 1).Picture
            .After(new MqttMessage("closedloop/v1/south/instrument/furnace-1/presence", online), _labs.Now);

        picture.Instruments.Keys.ShouldBe([new WatchedName("north", "furnace-1"), new WatchedName("south", "furnace-1")]);
        picture.After(new MqttMessage("closedloop/v1/north/unheard/of", default), _labs.Now).ShouldBe(picture);
        picture.After(new MqttMessage("elsewhere", default), _labs.Now).ShouldBe(picture);
    }
}
