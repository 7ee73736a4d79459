namespace ClosedLoop.Mqtt.Tests;

public sealed class AclFileTests
{
    private static readonly string[] Lab =
    [
        "# without a name",
        "topic read public/#",
        "",
        "user ann lee",
        "topic deny lab/secret/#",
        "topic lab/#",
        "topic write\tin/+",
        "pattern readwrite own/%u/#",
        "pattern read id/%c",
        "pattern deny own/+/locked",
        "user bob",
        "topic read lab/secret/door",
        "topic deny public/#",
    ];

    [Theory]
    [InlineData(null, "public/a", true, false)]
    [InlineData(null, "lab/a", false, false)]
    [InlineData("ann lee", "public/a", false, false)]
    [InlineData("ann lee", "lab", true, true)]
    [InlineData("ann lee", "lab/a", true, true)]
    [InlineData("ann lee", "lab/secret/door", false, false)]
    [InlineData("ann lee", "in/x", false, true)]
    [InlineData("ann lee", "own/ann lee/x", true, true)]
    [InlineData("ann lee", "own/ann lee/locked", false, false)]
    [InlineData("ann lee", "own/bob/x", false, false)]
    [InlineData("ann lee", "id/c1", true, false)]
    [InlineData("ann lee", "id/c2", false, false)]
    [InlineData("bob", "lab/secret/door", true, false)]
    [InlineData("bob", "lab/x", false, false)]
    [InlineData("eve", "own/eve/x", true, true)]
    [InlineData("+", "own/bob/x", false, false)]
    [InlineData("#", "own/bob/x", false, false)]
    [InlineData("bob/x", "own/bob/x/y", false, false)]
    [InlineData("%c", "own/c1/x", false, false)]
    public void Permissions_OfAUser_AreThoseOfTheFile(string? user, string topic, bool read, bool write)
    {
        var mistakes = new List<string>();
        var permissions = AclFile.Parse("acl", Lab, mistakes).For(user, "c1");
        mistakes.ShouldBeEmpty();
        (permissions.MayRead(topic), permissions.MayWrite(topic)).ShouldBe((read, write));
        (permissions.MayRead(topic), permissions.MayWrite(topic)).ShouldBe((read, write), "also from memory");
    }

    [Theory]
    [InlineData("#", true)]
    [InlineData("lab/+", true)]
    [InlineData("lab/secret/door", false)]
    [InlineData("lab/secret/#", false)]
    [InlineData("in/x", false)]
    [InlineData("own/+/state", true)]
    [InlineData("own/bob/state", false)]
    [InlineData("elsewhere/#", false)]
    public void Subscription_IsAllowed_WhereSomethingMayBeRead(string filter, bool allowed) =>
        AclFile.Parse("acl", Lab, []).For("ann lee", "c1").MaySubscribe(filter).ShouldBe(allowed);

    [Fact]
    public void Parse_Mistakes_AreToldAllAtOnceWithTheirLines()
    {
        var mistakes = new List<string>();
        AclFile.Parse("acl", ["usr a", "user", "topic", "topic reed a/b", "topic read a/#/b", "topic read", "pattern"], mistakes);
        mistakes.ShouldBe(
        [
            "acl:1: 'usr' is none of user, topic, pattern and a comment (#)",
            "acl:2: user without a name",
            "acl:3: the topic is missing",
            "acl:4: 'reed' is none of read, write, readwrite and deny",
            "acl:5: 'a/#/b' is not a topic filter",
            "acl:7: the topic is missing",
        ]);
    }

    [Fact]
    public void Permissions_OfManyTopics_DoNotFillTheMemory()
    {
        var permissions = AclFile.Parse("acl", ["topic read a/#"], []).For(null, "c");
        for (var i = 0; i < 5_000; i++)
        {
            permissions.MayRead($"a/{i}").ShouldBeTrue();
            permissions.MayRead($"b/{i}").ShouldBeFalse();
        }
    }
}
