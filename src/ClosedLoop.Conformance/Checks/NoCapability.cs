namespace ClosedLoop.Conformance;

/// <summary>A capability that nobody offers.</summary>
internal static class NoCapability
{
    public const string Name = "conformance-no-such-capability";
}
