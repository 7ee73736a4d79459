using Spectre.Console;

namespace ClosedLoop.Tests;

/// <summary>The picture on a screen, and in lines.</summary>
public sealed class WatchViewTests
{
    private readonly Labs _labs = new();

    [Fact]
    public void Screen_FitsIntoItsTerminal_AndEscapesWhatInstrumentsSay()
    {
        _labs.Presence(online: true, 7).State("idle", [], error: "[red]not markup[/]").Campaign("acquiring");
        for (var trial = 1; trial <= 100; trial++)
        {
            _labs.Event("observationRecorded", $"trial {trial}: yield = [3]");
        }

        var lines = Drawn(height: 30);

        lines.Count.ShouldBeLessThanOrEqualTo(30);
        lines[^1].ShouldContain("north/tower trial 100: yield = [3]");
        lines.ShouldContain(line => line.Contains("north/tower") && line.Contains("acquiring"));
        lines.ShouldContain(line => line.Contains("[red]not markup[/]"));
    }

    [Fact]
    public void Lines_SayOnlyWhatIsNew()
    {
        var output = new StringWriter();
        var view = new PlainWatch(output);
        _labs.Presence(online: true, 7);
        view.Show(_labs.Picture, _labs.Now);
        view.Show(_labs.Picture, _labs.Now.AddMinutes(1));
        _labs.Campaign("completed", observed: 23);
        view.Show(_labs.Picture, _labs.Now.AddMinutes(1.1));

        var said = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()[9..]).ToList();
        said.ShouldBe(
        [
            "north/furnace-1: online",
            "north/furnace-1: online",
            "north/tower: completed, 24/24 done, 2 in flight, 1 failed; best –; model –",
        ]);
    }

    [Fact]
    public void Broker_ThatIsAway_IsToldOnce_AndAHiccupIsNot()
    {
        var link = new LinkWords("labs at broker", TimeSpan.FromSeconds(2));

        link.Changed(true, _labs.Now).ShouldBe("watching labs at broker");
        link.Changed(false, _labs.Now.AddSeconds(1)).ShouldBeNull();
        link.Changed(true, _labs.Now.AddSeconds(2)).ShouldBeNull();
        link.Changed(false, _labs.Now.AddSeconds(3)).ShouldBeNull();
        link.Trouble(_labs.Now.AddSeconds(4)).ShouldBeNull();
        link.Changed(false, _labs.Now.AddSeconds(5)).ShouldBe("no broker answers for labs at broker; trying again until it does");
        link.Changed(false, _labs.Now.AddSeconds(6)).ShouldBeNull();
        link.Trouble(_labs.Now.AddSeconds(13)).ShouldBe("no broker answers for labs at broker since 10 s; trying again until it does");
        link.Changed(true, _labs.Now.AddSeconds(14)).ShouldBe("watching labs at broker");
        link.Trouble(_labs.Now.AddSeconds(15)).ShouldBeNull();
    }

    private List<string> Drawn(int height)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        console.Write(WatchScreen.Of(_labs.Picture, _labs.Now, "labs at broker", null, height));
        return [.. text.ToString().TrimEnd().Split('\n')];
    }
}
