using System.Globalization;

namespace ClosedLoop;

/// <summary>One line for each thing that an operator would want to know; for files, pipes and terminals without control codes.</summary>
internal sealed class PlainWatch(TextWriter output)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _said = [];
    private readonly HashSet<WatchedName> _over = [];
    private DateTimeOffset _nextBeat;
    private long _noted;

    /// <summary>Says something that is not about the lab.</summary>
    public void Say(DateTimeOffset at, string text) =>
        output.WriteLine($"{at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");

    /// <summary>What happened since the last call; every few seconds, and when a campaign is over, also how everything stands that has changed.</summary>
    public void Show(LabPicture picture, DateTimeOffset now)
    {
        foreach (var note in picture.Notes.Where(note => note.Number > _noted))
        {
            Say(note.At, $"{note.Who}{(note.Trouble ? " (!)" : "")}: {note.Text}");
        }

        _noted = picture.Noted;
        var ended = picture.Campaigns.Where(campaign => campaign.Value.IsOver).Select(campaign => campaign.Key).ToList();
        if (now >= _nextBeat || ended.Any(name => !_over.Contains(name)))
        {
            _nextBeat = now + Beat;
            ShowStanding(picture, now);
        }

        _over.Clear();
        _over.UnionWith(ended);
    }

    /// <summary>How everything stands that has changed since it was last said.</summary>
    public void ShowStanding(LabPicture picture, DateTimeOffset now)
    {
        foreach (var (name, text) in PictureWords.Lines(picture, now))
        {
            if (_said.GetValueOrDefault(name) != text)
            {
                _said[name] = text;
                Say(now, $"{name}: {text}");
            }
        }
    }
}
