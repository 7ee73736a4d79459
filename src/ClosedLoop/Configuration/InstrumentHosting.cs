namespace ClosedLoop;

/// <summary>Who runs the instruments of a lab file.</summary>
public enum InstrumentHosting
{
    /// <summary>This process.</summary>
    InProcess,

    /// <summary>Other processes, such as <c>closedloop instrument FILE</c>.</summary>
    Elsewhere,
}
