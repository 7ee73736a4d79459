namespace ClosedLoop.Simulators;

/// <summary>On which side of an operation's effect a process dies.</summary>
public enum CrashMoment
{
    /// <summary>The operation has no effect.</summary>
    Before,

    /// <summary>The operation has its effect, and its caller never learns of it.</summary>
    After,
}
