namespace ClosedLoop.CampaignFiles;

/// <summary>The outputs are those of a row of a table, drawn at random among the rows that match.</summary>
/// <param name="Line">Where it is written.</param>
/// <param name="File">The CSV file as written; see <see cref="DataFolder.Resolve"/>.</param>
/// <param name="Inputs">Column → command parameter.</param>
/// <param name="Outputs">Column → output of the step.</param>
/// <param name="Noise">Standard deviation added to what the row says, in the output's unit; 0 by default.</param>
public sealed record TableResponseFile(
    int Line,
    string File,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Outputs,
    double Noise) : ResponseFile(Line)
{
    /// <summary>Whether there are values between the rows of a grid, linear in each number; false by default.</summary>
    public bool Interpolated { get; init; }
}
