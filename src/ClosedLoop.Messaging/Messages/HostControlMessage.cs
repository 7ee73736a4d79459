namespace ClosedLoop.Messaging;

/// <summary>An operator steers a host.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="FileName">Submit: the campaign file's name, for messages.</param>
/// <param name="Text">Submit: the campaign file's text.</param>
public sealed record HostControlMessage(HostVerb Verb, string? FileName, string? Text);
