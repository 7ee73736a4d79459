using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClosedLoop;

/// <summary>The picture as a screen: campaigns, instruments, hosts, the last events.</summary>
internal static class WatchScreen
{
    private const int FewestEvents = 3;
    private const int Headings = 4;
    private const int MostWaits = 3;

    /// <param name="picture">What is known.</param>
    /// <param name="now">For ages.</param>
    /// <param name="banner">Where it is from.</param>
    /// <param name="trouble">What is wrong with the connection, or null.</param>
    /// <param name="height">Lines of the terminal.</param>
    public static Rows Of(LabPicture picture, DateTimeOffset now, string banner, string? trouble, int height)
    {
        var parts = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(banner)}[/]  [grey]{PictureWords.Clock(now)}, Ctrl-C leaves[/]") { Overflow = Overflow.Ellipsis },
        };
        if (trouble is not null)
        {
            parts.Add(new Markup($"[red]{Markup.Escape(trouble)}[/]"));
        }

        if (picture.IsEmpty)
        {
            parts.Add(new Markup("[grey]no lab has shown anything yet[/]"));
            return new Rows(parts);
        }

        (int Rows, Func<LabPicture, DateTimeOffset, Table> Draw)[] tables =
            [(picture.Campaigns.Count, Campaigns), (picture.Instruments.Count, Instruments), (picture.Hosts.Count, Hosts)];
        var used = parts.Count;
        foreach (var (rows, draw) in tables.Where(table => table.Rows > 0))
        {
            parts.Add(draw(picture, now));
            used += rows + Headings;
        }

        parts.AddRange(picture.Notes.TakeLast(Math.Max(FewestEvents, height - used)).Select(Event));
        return new Rows(parts);
    }

    private static Table Campaigns(LabPicture picture, DateTimeOffset now)
    {
        var table = Empty("campaign", "phase", "trials", "best", "model", "last event");
        foreach (var (name, campaign) in picture.Campaigns)
        {
            var colour = campaign.State switch
            {
                { Phase: "faulted" or "aborted" } => "red",
                { Phase: "paused" or "suspended" } => "yellow",
                { Phase: "completed" } => "green",
                _ => "blue",
            };
            table.AddRow(
                Plain($"{name.Lab}/{name.Name}"),
                Coloured(campaign.State?.Phase ?? "", colour),
                Plain(campaign.State is { } state ? PictureWords.Counts(state) : ""),
                Coloured(PictureWords.Best(campaign.Best), "green"),
                Plain(PictureWords.Model(campaign.Model)),
                Plain(campaign.State is { } last ? $"{PictureWords.Age(now - last.At)} ago" : ""));
            foreach (var wait in (campaign.State?.Waiting ?? []).Take(MostWaits))
            {
                table.AddRow(Plain(""), Plain(""), Coloured(wait, "grey"), Plain(""), Plain(""), Plain(""));
            }
        }

        return table;
    }

    private static Table Instruments(LabPicture picture, DateTimeOffset now)
    {
        var table = Empty("instrument", "presence", "health", "doing", "last error");
        foreach (var (name, instrument) in picture.Instruments)
        {
            var there = !instrument.IsOffline && !instrument.IsSilent(now) && instrument.Presence is not null;
            table.AddRow(
                Plain($"{name.Lab}/{name.Name}"),
                Coloured(PictureWords.Presence(instrument, now), there ? "green" : "red"),
                Coloured(instrument.State?.Health ?? "", !there ? "grey" : instrument.State?.Health == "ok" ? "green" : "red"),
                Coloured(PictureWords.Doing(instrument), there ? "blue" : "grey"),
                Coloured(instrument.State?.LastError is { } error ? EventWords.Error(error) : "", "yellow"));
        }

        return table;
    }

    private static Table Hosts(LabPicture picture, DateTimeOffset now)
    {
        var table = Empty("host", "presence");
        foreach (var (name, host) in picture.Hosts)
        {
            table.AddRow(Plain($"{name.Lab}/{name.Name}"), Coloured(PictureWords.Presence(host, now), host.Told.Online ? "green" : "red"));
        }

        return table;
    }

    private static Markup Event(WatchNote note) =>
        new($"[grey]{PictureWords.Clock(note.At)}[/] {Markup.Escape(note.Who)} [{(note.Trouble ? "yellow" : "grey")}]{Markup.Escape(note.Text)}[/]")
        {
            Overflow = Overflow.Ellipsis,
        };

    private static Table Empty(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns([.. headings.Select(heading => new TableColumn($"[grey]{heading}[/]"))]);
        return table;
    }

    private static Markup Plain(string text) => new(Markup.Escape(text));

    private static Markup Coloured(string text, string colour) => new($"[{colour}]{Markup.Escape(text)}[/]");
}
