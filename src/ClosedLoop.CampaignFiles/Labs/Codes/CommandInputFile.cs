namespace ClosedLoop.CampaignFiles;

/// <summary>What a command parameter of a program is.</summary>
public enum CommandInputFile
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A name, such as a categorical level.</summary>
    Word,
}
