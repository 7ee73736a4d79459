namespace ClosedLoop.Messaging;

/// <summary>A topic of the contract, with what is sent there and how.</summary>
/// <param name="Kind">The topic.</param>
/// <param name="Topic">The whole topic, names in braces.</param>
/// <param name="Message">What is sent.</param>
/// <param name="Sender">Who sends it.</param>
/// <param name="Readers">Who reads it.</param>
/// <param name="Summary">What for, in a sentence.</param>
internal sealed record ContractChannel(LabTopicKind Kind, string Topic, ContractMessage Message, Party Sender, IReadOnlyList<Party> Readers, string Summary)
{
    /// <summary>Its name in the published files.</summary>
    public string Name => MemberText.Camel($"{Kind}");

    /// <summary>Whether the broker keeps it.</summary>
    public bool Retained { get; init; }

    /// <summary>Until when it is kept, or null for ever.</summary>
    public string? KeptUntil { get; init; }

    /// <summary>Quality of service.</summary>
    public int Qos { get; init; } = 1;

    /// <summary>The expiry in seconds; null when there is none or it depends.</summary>
    public int? ExpirySeconds { get; init; }

    /// <summary>On what the expiry depends, in words, or null.</summary>
    public string? ExpiresWith { get; init; }

    /// <summary>Whether it is also the sender's will.</summary>
    public bool IsWill { get; init; }

    /// <summary>The topic of the answer, or null; the order names it as its response topic.</summary>
    public LabTopicKind? AnsweredOn { get; init; }

    /// <summary>The names in braces.</summary>
    public IEnumerable<string> Parameters => Topic.Split('/').Where(level => level.StartsWith('{')).Select(level => level[1..^1]);

    /// <summary>How it expires, for people.</summary>
    public string Expiry => ExpirySeconds is { } seconds ? $"{seconds} s" : ExpiresWith ?? "never";
}
