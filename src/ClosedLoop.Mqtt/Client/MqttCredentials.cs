namespace ClosedLoop.Mqtt;

/// <summary>Who a client is for the broker. The password is in no text made of this.</summary>
/// <param name="User">User name.</param>
public sealed record MqttCredentials(string User)
{
    /// <summary>The password, or null for none or that of <see cref="PasswordFile"/>.</summary>
    public string? Password { get; init; }

    /// <summary>File with the password in its first line, read at every connect, so that a new password is taken without a restart; null for none.</summary>
    public string? PasswordFile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"user '{User}'";

    /// <summary>Throws <see cref="InvalidDataException"/> if the file cannot be read.</summary>
    internal string? Read() => Password ?? (PasswordFile is { } file ? SecretFile.Read(file, "password file") : null);
}
