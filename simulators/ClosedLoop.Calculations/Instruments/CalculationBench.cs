namespace ClosedLoop.Calculations;

/// <summary>What the calculations of one instrument work with.</summary>
/// <param name="Settings">What the lab says.</param>
/// <param name="Code">What the program is asked.</param>
/// <param name="Installed">What identifies it.</param>
/// <param name="Execution">Where it runs.</param>
/// <param name="Cache">What was calculated before; null for not looking.</param>
/// <param name="Folder">Where the folders of runs lie, one for each dispatch; absolute.</param>
internal sealed record CalculationBench(
    CalculationSettings Settings,
    ICalculationCode Code,
    InstalledCode Installed,
    ICalculationExecution Execution,
    CalculationCache? Cache,
    string Folder);
