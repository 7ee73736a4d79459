using System.Text;

namespace ClosedLoop.Mqtt.Tests;

/// <summary>Who is let in.</summary>
public sealed class LoginTests
{
    [Theory]
    [InlineData("furnace", "ecanruf", MqttReasonCode.Success)]
    [InlineData("furnace", "wrong", MqttReasonCode.BadUserNameOrPassword)]
    [InlineData("furnace", null, MqttReasonCode.BadUserNameOrPassword)]
    [InlineData("nobody", "ydobon", MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(null, null, MqttReasonCode.NotAuthorized)]
    public async Task Login_InBothVersions_IsAnsweredWithTheReason(string? user, string? password, MqttReasonCode expected)
    {
        using var files = new AccessFiles().WithUsers("furnace");
        await using var broker = await StartAsync(files);
        foreach (var version in Enum.GetValues<MqttVersion>())
        {
            await using var client = await RawClient.ConnectAsync(broker.Address, new ConnectPacket("c")
            {
                Version = version,
                CleanStart = true,
                UserName = user,
                Password = password is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(password),
            });
            client.Answer.ReasonCode.ShouldBe(expected);
            if (expected != MqttReasonCode.Success)
            {
                await client.ClosedAsync();
                (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.Refused)).ClientId.ShouldBe("c");
            }
        }
    }

    [Fact]
    public async Task WrongPassword_IsAnsweredLate()
    {
        var time = new ManualTime();
        using var files = new AccessFiles().WithUsers("furnace");
        await using var broker = await StartAsync(files, time, TimeSpan.FromSeconds(1));
        await using var guesser = await RawClient.OpenAsync(broker.Address);
        guesser.Send(AccessFiles.Hello("furnace", "wrong"));
        var answer = guesser.ExpectAsync<ConnAckPacket>();
        await using var owner = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("furnace"));
        owner.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await owner.NothingMoreAsync();
        }

        (await answer).ReasonCode.ShouldBe(MqttReasonCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task PasswordFile_Changed_HoldsForTheNextLogin_UnlessItHasMistakes()
    {
        using var files = new AccessFiles().WithUsers("furnace");
        await using var broker = await StartAsync(files);
        await using var stranger = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("mixer"));
        stranger.Answer.ReasonCode.ShouldBe(MqttReasonCode.BadUserNameOrPassword);
        files.WithUsers("mixer");
        await using var known = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("mixer"));
        known.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
        await File.AppendAllTextAsync(files.PasswordFile, "broken\n", TestContext.Current.CancellationToken);
        await using var still = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("furnace"));
        still.Answer.ReasonCode.ShouldBe(MqttReasonCode.Success);
        (await broker.Events.NextAsync(e => e.Kind == MqttBrokerEventKind.SettingsRefused)).Detail.ShouldContain(":3: ");
    }

    [Fact]
    public async Task Session_OfAnotherUser_IsNotTakenOver()
    {
        using var files = new AccessFiles().WithUsers("furnace", "mixer");
        await using var broker = await StartAsync(files);
        await using var owner = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("furnace", clientId: "c"));
        await using var thief = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("mixer", clientId: "c"));
        thief.Answer.ReasonCode.ShouldBe(MqttReasonCode.ClientIdentifierNotValid);
        await using var olderThief = await RawClient.ConnectAsync(broker.Address, AccessFiles.Hello("mixer", clientId: "c", version: MqttVersion.V311));
        olderThief.Answer.ReasonCode.ShouldBe(MqttReasonCode.ClientIdentifierNotValid);
        await owner.NothingMoreAsync();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task Address_ThatOthersReach_NeedsCredentials(string host)
    {
        var open = new MqttBrokerOptions { Address = new MqttAddress(host, 0) };
        await using (var broker = new MqttBroker(open, TimeProvider.System))
        {
            var refused = await Should.ThrowAsync<MqttBrokerRefusedException>(broker.StartAsync(TestContext.Current.CancellationToken));
            refused.Mistakes.ShouldHaveSingleItem().ShouldContain("can be reached from other machines");
        }

        using var files = new AccessFiles().WithUsers("furnace");
        await using var guarded = new MqttBroker(open with { PasswordFile = files.PasswordFile }, TimeProvider.System);
        await guarded.StartAsync(TestContext.Current.CancellationToken);
        guarded.Address.Port.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Start_WithManyMistakes_TellsThemAll()
    {
        using var files = new AccessFiles().WithAcl("topic reed a\nusr b\n");
        await File.WriteAllTextAsync(files.PasswordFile, "furnace:open\n", TestContext.Current.CancellationToken);
        await using var broker = new MqttBroker(
            new MqttBrokerOptions
            {
                Address = new MqttAddress("127.0.0.1", 0),
                PasswordFile = files.PasswordFile,
                AclFile = files.AclFile,
                MaximumConnections = 0,
                Tls = new MqttTlsEndpoint(new MqttAddress("0.0.0.0", 0), "/no/certificate.pem", "/no/key.pem"),
            },
            TimeProvider.System);
        var refused = await Should.ThrowAsync<MqttBrokerRefusedException>(broker.StartAsync(TestContext.Current.CancellationToken));
        refused.Mistakes.Count.ShouldBe(5);
        refused.Mistakes[0].ShouldContain("MaximumConnections");
        refused.Mistakes[1].ShouldContain("passwords:1:");
        refused.Mistakes[2].ShouldContain("acl:1:");
        refused.Mistakes[3].ShouldContain("acl:2:");
        refused.Mistakes[4].ShouldContain("/no/certificate.pem");
    }

    private static Task<TestBroker> StartAsync(AccessFiles files, TimeProvider? time = null, TimeSpan delay = default) =>
        TestBroker.StartAsync(time, new MqttBrokerOptions { PasswordFile = files.PasswordFile, FailedLoginDelay = delay });
}
