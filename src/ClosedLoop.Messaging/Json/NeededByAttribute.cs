namespace ClosedLoop.Messaging;

/// <summary>An optional member that some values of another member need.</summary>
/// <param name="member">The other member, as the type names it.</param>
/// <param name="values">Its values, as enum constants.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeededByAttribute(string member, params object[] values) : Attribute
{
    /// <summary>The other member, as JSON names it.</summary>
    public string Member { get; } = MemberText.Camel(member);

    /// <summary>Its values, as JSON writes them.</summary>
    public IReadOnlyList<string> Values { get; } = [.. values.Select(value => MemberText.Camel($"{value}"))];
}
