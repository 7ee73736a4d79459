namespace ClosedLoop.Calculations;

/// <summary>How xtb calculates the energy.</summary>
public enum XtbMethod
{
    /// <summary>GFN2-xTB (Bannwarth et al., J. Chem. Theory Comput. 15, 1652, 2019).</summary>
    Gfn2,

    /// <summary>GFN1-xTB (Grimme et al., J. Chem. Theory Comput. 13, 1989, 2017).</summary>
    Gfn1,

    /// <summary>The force field GFN-FF (Spicher and Grimme, Angew. Chem. Int. Ed. 59, 15665, 2020): an energy and nothing else.</summary>
    GfnFF,
}
