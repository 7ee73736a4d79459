using System.Text;

namespace ClosedLoop.Mqtt;

/// <summary>
/// User names and hashed passwords, one <c>name:$7$…</c> in each line: the file of mosquitto_passwd, so that one file serves mosquitto and this broker.
/// </summary>
public sealed class MqttPasswordFile
{
    // Whoever does not exist is checked as slowly as who does.
    private static readonly PasswordHash Nobody = PasswordHash.Of("nobody"u8);
    private readonly Dictionary<string, PasswordHash> _users = new(StringComparer.Ordinal);

    private MqttPasswordFile()
    {
    }

    /// <summary>
    /// Adds a user or changes a password. The file is replaced as a whole, with the permissions that it had; a new one can be read by its owner only.
    /// </summary>
    /// <param name="path">The file; made if there is none.</param>
    /// <param name="user">User name: not empty, without ':' and control characters.</param>
    /// <param name="password">The password, not empty.</param>
    /// <exception cref="ArgumentException">The name or the password cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void SetPassword(string path, string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (NameProblem(user) is { } problem)
        {
            throw new ArgumentException($"'{user}' {problem}.", nameof(user));
        }

        var line = $"{user}:{PasswordHash.Of(Encoding.UTF8.GetBytes(password))}";
        var lines = File.Exists(path) ? [.. File.ReadAllLines(path)] : new List<string>();
        var known = lines.FindIndex(l => l.StartsWith(user + ":", StringComparison.Ordinal));
        if (known >= 0)
        {
            lines[known] = line;
        }
        else
        {
            lines.Add(line);
        }

        Replace(path, string.Join('\n', lines) + "\n");
    }

    /// <summary>Reads all lines and adds what is wrong to a list, each mistake with its line.</summary>
    internal static MqttPasswordFile Parse(string path, IReadOnlyList<string> lines, List<string> mistakes)
    {
        var file = new MqttPasswordFile();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#' && file.Add(line) is { } mistake)
            {
                mistakes.Add($"{path}:{i + 1}: {mistake}");
            }
        }

        if (file._users.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add($"{path}: has no user, so nobody could connect");
        }

        return file;
    }

    /// <summary>Whether this is the user's password. It takes a while, on purpose.</summary>
    internal bool Matches(string user, ReadOnlySpan<byte> password) =>
        _users.TryGetValue(user, out var hash) ? hash.Matches(password) : Nobody.Matches(password) && false;

    private static string? NameProblem(string user) =>
        string.IsNullOrWhiteSpace(user) ? "is not a user name"
        : user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl) || user[0] == '#'
            ? "has a character that a user name cannot have (':', a leading '#', control characters)"
        : null;

    private static void Replace(string path, string content)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(beside);
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private string? Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return "write it as name:hash, with closedloop passwd or mosquitto_passwd";
        }

        var user = line[..colon];
        if (PasswordHash.Parse(line[(colon + 1)..], out var problem) is not { } hash)
        {
            return $"'{user}': {problem}";
        }

        return _users.TryAdd(user, hash) ? null : $"'{user}' stands here a second time";
    }
}
