using ClosedLoop.Domain;

namespace ClosedLoop.Messaging;

/// <summary>Something that an orchestrator heard. A closed set of records, one for each kind.</summary>
public abstract record LabMessage
{
    /// <summary>An instrument came or went.</summary>
    /// <param name="Instrument">Instrument id, from the topic.</param>
    /// <param name="Presence">What it says.</param>
    public sealed record PresenceChanged(string Instrument, PresenceMessage Presence) : LabMessage;

    /// <summary>An instrument described itself.</summary>
    /// <param name="Instrument">Instrument id, from the topic.</param>
    /// <param name="Capabilities">What it says.</param>
    public sealed record CapabilitiesChanged(string Instrument, CapabilitiesMessage Capabilities) : LabMessage;

    /// <summary>An instrument told how it is.</summary>
    /// <param name="Instrument">Instrument id, from the topic.</param>
    /// <param name="State">What it says.</param>
    public sealed record StateChanged(string Instrument, StateMessage State) : LabMessage;

    /// <summary>A dispatch's status, retained, live or as an answer.</summary>
    /// <param name="Instrument">Instrument id, from the topic, or from the correlation data of an answer.</param>
    /// <param name="Status">What it says.</param>
    public sealed record StatusArrived(string Instrument, StatusMessage Status) : LabMessage;

    /// <summary>A dispatch's result, retained or live.</summary>
    /// <param name="Instrument">Instrument id, from the topic.</param>
    /// <param name="Result">What it says.</param>
    public sealed record ResultArrived(string Instrument, ResultMessage Result) : LabMessage;

    /// <summary>An external planner answered.</summary>
    /// <param name="Correlation">The correlation id of the question.</param>
    /// <param name="Proposal">What it says; null when that cannot be read.</param>
    /// <param name="Problem">Why it cannot be read, or null.</param>
    public sealed record ProposalArrived(string Correlation, ProposalMessage? Proposal, string? Problem) : LabMessage;

    /// <summary>An operator steers a campaign.</summary>
    /// <param name="Campaign">The campaign's name, from the topic.</param>
    /// <param name="Control">What is asked.</param>
    /// <param name="ReplyTo">Where the answer goes, or null.</param>
    public sealed record CampaignControlArrived(string Campaign, CampaignControlMessage Control, ReplyAddress? ReplyTo) : LabMessage;

    /// <summary>An operator steers this host.</summary>
    /// <param name="Control">What is asked.</param>
    /// <param name="ReplyTo">Where the answer goes, or null.</param>
    public sealed record HostControlArrived(HostControlMessage Control, ReplyAddress? ReplyTo) : LabMessage;

    /// <summary>Something that could not be read. Nothing of it is believed; it is kept and reported.</summary>
    /// <param name="Topic">Where it came.</param>
    /// <param name="Instrument">Instrument id from the topic, or null.</param>
    /// <param name="DispatchId">Dispatch from the topic, or null.</param>
    /// <param name="Reason">What is wrong with it.</param>
    /// <param name="Payload">The first 4 KiB of it.</param>
    /// <param name="PayloadBytes">Its whole size.</param>
    public sealed record Malformed(
        string Topic,
        string? Instrument,
        DispatchId? DispatchId,
        string Reason,
        ReadOnlyMemory<byte> Payload,
        long PayloadBytes) : LabMessage;
}
