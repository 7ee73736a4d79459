namespace ClosedLoop.Domain;

/// <summary>An alarm that stands.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Objective">The objective that it is about, or null for all.</param>
/// <param name="Since">The trial whose end raised it.</param>
/// <param name="Text">What was seen, in words with figures.</param>
public sealed record ModelAlarm(AlarmKind Kind, string? Objective, int Since, string Text)
{
    /// <summary>Whether another is this one, later: of the same kind and objective, since the same trial.</summary>
    public bool IsSame(ModelAlarm other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && Objective == other.Objective && Since == other.Since;
    }
}
