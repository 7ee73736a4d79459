namespace ClosedLoop.Messaging;

/// <summary>A question to a person. Retained until it is answered, or its deadline has passed.</summary>
/// <param name="Text">The question in plain words.</param>
/// <param name="Campaign">The campaign that asks; its control topic takes the answer.</param>
/// <param name="Trial">The trial that waits for it.</param>
/// <param name="Step">The step that may begin then.</param>
/// <param name="Choices">What can be answered: verbs of the campaign's control topic.</param>
/// <param name="Otherwise">The answer that counts when nobody has given one by the deadline.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Deadline">When the answer is due.</param>
public sealed record RequestMessage(
    string Text,
    string Campaign,
    int Trial,
    string Step,
    IReadOnlyList<string> Choices,
    string Otherwise,
    DateTimeOffset AskedAt,
    DateTimeOffset Deadline);
