namespace ClosedLoop.CampaignFiles;

/// <summary>How xtb calculates the energy.</summary>
public enum XtbMethodFile
{
    /// <summary>GFN2-xTB.</summary>
    Gfn2,

    /// <summary>GFN1-xTB.</summary>
    Gfn1,

    /// <summary>The force field GFN-FF.</summary>
    GfnFF,
}
