namespace ClosedLoop.Mqtt;

/// <summary>Who is let in, as whom, and what it may do.</summary>
internal sealed class BrokerGate(
    MqttBrokerOptions options, TimeProvider time, Action<MqttBrokerEventKind, string, string> report, CancellationToken stopping) : IDisposable
{
    private readonly ReloadedFile<MqttPasswordFile>? _passwords =
        options.PasswordFile is { } path ? new ReloadedFile<MqttPasswordFile>(path, MqttPasswordFile.Parse) : null;

    private readonly ReloadedFile<AclFile>? _permissions = options.AclFile is { } path ? new ReloadedFile<AclFile>(path, AclFile.Parse) : null;

    // Checking a password is slow on purpose; guessing must not take every processor.
    private readonly SemaphoreSlim _checking = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Reads the files; everything that is wrong with them.</summary>
    public IEnumerable<string> Load() => [.. _passwords?.Load() ?? [], .. _permissions?.Load() ?? []];

    /// <summary>The proven name of a client, null where none is asked for.</summary>
    /// <exception cref="MqttProtocolException">It is not let in.</exception>
    public async ValueTask<string?> AdmitAsync(ConnectPacket hello, string clientId, string? certificateName)
    {
        if (certificateName is not null)
        {
            return hello.UserName is null || hello.UserName == certificateName
                ? certificateName
                : throw new MqttProtocolException(
                    MqttReasonCode.BadUserNameOrPassword, $"The certificate of '{certificateName}' and the user name '{hello.UserName}' contradict each other");
        }

        if (_passwords is null)
        {
            return null;
        }

        var passwords = _passwords.Current(mistake => report(MqttBrokerEventKind.SettingsRefused, clientId, mistake));
        if (hello.UserName is not { } user)
        {
            throw new MqttProtocolException(MqttReasonCode.NotAuthorized, "No user name, and this broker wants one");
        }

        await _checking.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (passwords.Matches(user, hello.Password.GetValueOrDefault().Span))
            {
                return user;
            }
        }
        finally
        {
            _checking.Release();
        }

        await Task.Delay(options.FailedLoginDelay, time, stopping).ConfigureAwait(false);
        throw new MqttProtocolException(MqttReasonCode.BadUserNameOrPassword, $"The password of '{user}' is wrong, or there is no such user");
    }

    /// <summary>What a client may do; null where everybody may do everything.</summary>
    public Permissions? PermissionsOf(string? user, string clientId) =>
        _permissions?.Current(mistake => report(MqttBrokerEventKind.SettingsRefused, clientId, mistake)).For(user, clientId);

    public void Dispose() => _checking.Dispose();
}
