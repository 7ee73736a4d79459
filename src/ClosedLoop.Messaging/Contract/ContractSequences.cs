namespace ClosedLoop.Messaging;

/// <summary>Who says what to whom, in order: drawn on the published page.</summary>
internal static class ContractSequences
{
    /// <summary>One line of a sequence.</summary>
    /// <param name="From">Index of the one who speaks.</param>
    /// <param name="To">Index of the one who hears; the same for a note.</param>
    /// <param name="Text">What.</param>
    /// <param name="Kept">Whether the broker keeps it.</param>
    public sealed record Line(int From, int To, string Text, bool Kept = false);

    /// <summary>One drawing.</summary>
    /// <param name="Title">What it shows.</param>
    /// <param name="Parties">Who takes part, from left to right.</param>
    /// <param name="Lines">From top to bottom.</param>
    public sealed record Sequence(string Title, IReadOnlyList<string> Parties, IReadOnlyList<Line> Lines);

    private const int Host = 0;
    private const int Broker = 1;
    private const int Device = 2;

    private static readonly IReadOnlyList<string> Lab = ["host", "broker", "instrument"];

    /// <summary>The drawings of the page.</summary>
    public static IReadOnlyList<Sequence> All { get; } =
    [
        new("A dispatch, from command to close", Lab,
        [
            new(Device, Broker, "connect, will: presence offline, epoch 7"),
            new(Device, Broker, "subscribe to command and control"),
            new(Device, Broker, "presence online, epoch 7; capabilities; state", true),
            new(Broker, Host, "presence, capabilities, state"),
            new(Host, Device, "command, startBy, replyTo, correlationId"),
            new(Device, Device, "ledger: intent, synced"),
            new(Device, Host, "answer on the inbox: accepted"),
            new(Device, Broker, "status running", true),
            new(Device, Device, "device works; raw files, then ledger: result, synced"),
            new(Device, Broker, "result, status succeeded", true),
            new(Broker, Host, "result, status"),
            new(Host, Host, "files checked by size and SHA-256; journal: observation, synced"),
            new(Host, Device, "control: close"),
            new(Device, Broker, "status and result cleared (empty, retained)", true),
            new(Device, Host, "answer on the inbox: succeeded, closed"),
        ]),
        new("The instrument dies while it works", Lab,
        [
            new(Host, Device, "command"),
            new(Device, Device, "ledger: intent, synced; power fails"),
            new(Broker, Host, "will: presence offline, epoch 7"),
            new(Host, Device, "control: query, again and again; silence means nobody knows"),
            new(Device, Device, "restart: an intent without a result is never begun again"),
            new(Device, Broker, "presence online, epoch 8; status indeterminate", true),
            new(Broker, Host, "status indeterminate: the trial is quarantined, nothing is repeated"),
        ]),
        new("A planner of your own proposes", ["host", "broker", "planner"],
        [
            new(2, 1, "subscribe to planner/{name}/question"),
            new(0, 2, "question: declare, tell, ask, answerBy, replyTo, correlationId"),
            new(2, 0, "proposal: candidates, with the correlation data"),
            new(0, 0, "checked; journal: the candidates are trials, synced"),
            new(0, 2, "question, next time"),
            new(0, 0, "answerBy has passed: the built-in planner answers; journal: why"),
            new(2, 0, "proposal, too late: dropped"),
        ]),
        new("An operator pauses a campaign", ["operator", "broker", "host"],
        [
            new(0, 2, "campaign control: pause, replyTo, correlationId"),
            new(2, 2, "journal: paused, synced"),
            new(2, 0, "reply on the operator's inbox: accepted"),
            new(2, 1, "campaign state: paused", true),
        ]),
    ];
}
