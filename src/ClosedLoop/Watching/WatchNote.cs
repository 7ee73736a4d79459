namespace ClosedLoop;

/// <summary>Something that happened.</summary>
/// <param name="Number">From 1, in the order of hearing.</param>
/// <param name="At">When, by whoever said it.</param>
/// <param name="Who">The lab, and the campaign, instrument or host.</param>
/// <param name="Text">What.</param>
/// <param name="Trouble">Whether somebody should look.</param>
internal sealed record WatchNote(long Number, DateTimeOffset At, string Who, string Text, bool Trouble);
