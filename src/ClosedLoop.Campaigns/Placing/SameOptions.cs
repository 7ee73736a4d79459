namespace ClosedLoop.Campaigns;

/// <summary>Steps that the same instruments do in the same time, set up in the same way.</summary>
internal sealed class SameOptions : IEqualityComparer<IReadOnlyList<(int Instrument, double Seconds, string? Key)>>
{
    public static readonly SameOptions Instance = new();

    public bool Equals(IReadOnlyList<(int Instrument, double Seconds, string? Key)>? x, IReadOnlyList<(int Instrument, double Seconds, string? Key)>? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.SequenceEqual(y));

    public int GetHashCode(IReadOnlyList<(int Instrument, double Seconds, string? Key)> obj)
    {
        var hash = default(HashCode);
        foreach (var option in obj)
        {
            hash.Add(option);
        }

        return hash.ToHashCode();
    }
}
