namespace ClosedLoop.Mqtt;

/// <summary>One line of an ACL file: who it is for may do this with the topics that match.</summary>
internal sealed record AclRule(AclAccess Access, string Filter)
{
    private const string ClientId = "%c";
    private const string User = "%u";

    /// <summary>The pattern with the client's own names in it; null if it does not concern this client.</summary>
    public AclRule? For(string? user, string clientId)
    {
        var (wantsUser, wantsClient) = (Filter.Contains(User, StringComparison.Ordinal), Filter.Contains(ClientId, StringComparison.Ordinal));
        if ((wantsUser && (user is null || !IsOneLevel(user))) || (wantsClient && !IsOneLevel(clientId)))
        {
            return null;
        }

        // Split first, so that a name with %c in it stays what it is.
        var levels = Filter.Split('/').Select(level =>
            string.Join(user, level.Split(User).Select(part => part.Replace(ClientId, clientId, StringComparison.Ordinal))));
        return this with { Filter = string.Join('/', levels) };
    }

    /// <summary>A name with a wildcard or a separator would make the pattern say something else.</summary>
    private static bool IsOneLevel(string name) => name.Length > 0 && !name.AsSpan().ContainsAny('+', '#', '/');
}
