using System.Text;

namespace ClosedLoop.Mqtt.Tests;

public sealed class PasswordFileTests
{
    // Written by mosquitto_passwd 2.0.11 for the password "pass word".
    private const string ByMosquitto =
        "alice:$7$101$EIb4vQiwrLw/iqbw$Bydc0vROORQkTTOlTSJ9rDw8a4pZGQz/c+yIDdEikDUIbpfMXLZ6oCR8BechrNu2BO7JIFQbOlhwz7Fhl8ekJA==";

    [Theory]
    [InlineData("alice", "pass word", true)]
    [InlineData("alice", "pass worD", false)]
    [InlineData("alice", "", false)]
    [InlineData("bob", "pass word", false)]
    [InlineData("", "", false)]
    [InlineData("nobody", "nobody", false)]
    public void Matches_LineOfMosquitto_OnlyTheRightPassword(string user, string password, bool expected)
    {
        var mistakes = new List<string>();
        var file = MqttPasswordFile.Parse("f", ["# lab", "", ByMosquitto], mistakes);
        mistakes.ShouldBeEmpty();
        file.Matches(user, Encoding.UTF8.GetBytes(password)).ShouldBe(expected);
    }

    [Fact]
    public void SetPassword_AddsAndChangesUsers_AndKeepsTheRest()
    {
        using var files = new AccessFiles();
        File.WriteAllText(files.PasswordFile, $"# lab\n{ByMosquitto}\n");
        MqttPasswordFile.SetPassword(files.PasswordFile, "bob", "üñí");
        MqttPasswordFile.SetPassword(files.PasswordFile, "alice", "new");
        var lines = File.ReadAllLines(files.PasswordFile);
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("# lab");
        lines.Count(l => l.Contains("new", StringComparison.Ordinal)).ShouldBe(0, "the password itself is nowhere");
        var read = MqttPasswordFile.Parse("f", lines, []);
        read.Matches("alice", "new"u8).ShouldBeTrue();
        read.Matches("alice", "pass word"u8).ShouldBeFalse();
        read.Matches("bob", "üñí"u8).ShouldBeTrue();
        Directory.GetFiles(Path.GetDirectoryName(files.PasswordFile)!).Length.ShouldBe(1, "nothing is left beside it");
    }

    [Fact]
    public void SetPassword_NewFile_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permissions of this kind.");
        using var files = new AccessFiles().WithUsers("a");
#pragma warning disable CA1416 // skipped above
        File.GetUnixFileMode(files.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("")]
    [InlineData("#a")]
    [InlineData("a\nb")]
    public void SetPassword_ImpossibleName_IsRefused(string user)
    {
        using var files = new AccessFiles();
        Should.Throw<ArgumentException>(() => MqttPasswordFile.SetPassword(files.PasswordFile, user, "p"));
        File.Exists(files.PasswordFile).ShouldBeFalse();
    }

    [Fact]
    public void Parse_Mistakes_AreToldAllAtOnceWithTheirLines()
    {
        var mistakes = new List<string>();
        MqttPasswordFile.Parse("pw", ["open:secret", "old:$6$salt$hash", ByMosquitto, "nonsense", "half:$7$101$EIb4", ByMosquitto], mistakes);
        mistakes.Count.ShouldBe(5);
        mistakes[0].ShouldStartWith("pw:1: 'open': the password is not hashed");
        mistakes[1].ShouldStartWith("pw:2: 'old': hashes of the kind $6$");
        mistakes[2].ShouldStartWith("pw:4: ");
        mistakes[3].ShouldStartWith("pw:5: 'half': this hash is damaged");
        mistakes[4].ShouldStartWith("pw:6: 'alice' stands here a second time");
    }

    [Fact]
    public void Parse_FileWithoutUsers_IsAMistake()
    {
        var mistakes = new List<string>();
        MqttPasswordFile.Parse("pw", ["# nobody yet"], mistakes);
        mistakes.ShouldHaveSingleItem();
    }
}
