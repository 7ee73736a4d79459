namespace ClosedLoop.Mqtt.Tests;

/// <summary>Password and ACL files of one test.</summary>
internal sealed class AccessFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("access-test-").FullName;

    public string PasswordFile => Path.Combine(_folder, "passwords");

    public string AclFile => Path.Combine(_folder, "acl");

    /// <summary>Users whose password is their name backwards.</summary>
    public AccessFiles WithUsers(params IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            MqttPasswordFile.SetPassword(PasswordFile, user, PasswordOf(user));
        }

        return this;
    }

    public AccessFiles WithAcl(string content)
    {
        File.WriteAllText(AclFile, content);
        return this;
    }

    public static string PasswordOf(string user) => new([.. user.Reverse()]);

    public static ConnectPacket Hello(string user, string? password = null, string? clientId = null, MqttVersion version = MqttVersion.V5) =>
        new(clientId ?? $"client-of-{user}")
        {
            Version = version,
            CleanStart = true,
            UserName = user,
            Password = System.Text.Encoding.UTF8.GetBytes(password ?? PasswordOf(user)),
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
