namespace ClosedLoop.CampaignFiles;

/// <summary>Nothing is measured: command parameters come out again as outputs. Empty for a step without outputs.</summary>
/// <param name="Line">Where it is written.</param>
/// <param name="Outputs">Output of the step → command parameter.</param>
public sealed record PassResponseFile(int Line, IReadOnlyDictionary<string, string> Outputs) : ResponseFile(Line);
