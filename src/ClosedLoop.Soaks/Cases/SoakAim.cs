namespace ClosedLoop.Soaks;

/// <summary>What drawn worlds are full of: what chance brings together seldom is looked for where it is common.</summary>
public enum SoakAim
{
    /// <summary>Everything, as chance has it.</summary>
    Anything,

    /// <summary>Instruments that lose their ledgers again and again while messages are slow.</summary>
    LostLedgers,

    /// <summary>Programs that die again and again, at any of their operations.</summary>
    Crashes,

    /// <summary>Instruments that are off for longer than anybody waits.</summary>
    Outages,

    /// <summary>Operators who abort while commands and cancellations overtake each other.</summary>
    Impatience,
}
