namespace ClosedLoop;

/// <summary>A name in a lab; sorted by lab, then by name.</summary>
internal readonly record struct WatchedName(string Lab, string Name) : IComparable<WatchedName>
{
    public int CompareTo(WatchedName other) =>
        string.CompareOrdinal(Lab, other.Lab) is not 0 and var order ? order : string.CompareOrdinal(Name, other.Name);
}
