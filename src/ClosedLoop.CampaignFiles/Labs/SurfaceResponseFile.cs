namespace ClosedLoop.CampaignFiles;

/// <summary>The outputs are values of a known function.</summary>
/// <param name="Line">Where it is written.</param>
/// <param name="Surface">The function's name, such as <c>branin</c>.</param>
/// <param name="Inputs">The function's variable → command parameter.</param>
/// <param name="Outputs">The function's value → output of the step.</param>
/// <param name="Noise">Standard deviation of the measurement, in the output's unit; 0 by default.</param>
public sealed record SurfaceResponseFile(
    int Line,
    string Surface,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Outputs,
    double Noise) : ResponseFile(Line);
