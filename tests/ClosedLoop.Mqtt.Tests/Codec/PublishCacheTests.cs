using System.Text;

namespace ClosedLoop.Mqtt.Tests;

public sealed class PublishCacheTests
{
    private readonly PublishCache _cache = new();

    [Fact]
    public void Topic_ThatCameBefore_IsTheSameObject() => Read("lab/a/status").ShouldBeSameAs(Read("lab/a/status"));

    [Fact]
    public void Topic_AmongManyOthers_IsItself()
    {
        // More than there are places, also longer than what is kept and not ASCII.
        string[] topics = [.. Enumerable.Range(0, 500).SelectMany(i => new[] { $"t{i}", $"labor/größe/{i}", $"{new string('x', 300)}/{i}", new string('a', i + 1) })];
        for (var round = 0; round < 2; round++)
        {
            topics.Select(Read).ShouldBe(topics);
        }
    }

    [Theory]
    [InlineData("a/+")]
    [InlineData("#")]
    [InlineData("a\0b")]
    public void Topic_ThatIsNone_IsRefusedEachTime(string text)
    {
        for (var i = 0; i < 2; i++)
        {
            Should.Throw<MqttProtocolException>(() => Read(text));
        }
    }

    [Fact]
    public void Identifiers_OfOneSubscription_HoldItAlone()
    {
        _cache.Identifiers(7).ShouldBe([7u]);
        _cache.Identifiers(7).ShouldBe([7u]);
        _cache.Identifiers(8).ShouldBe([8u]);
    }

    private string Read(string topic) => _cache.Topic(Encoding.UTF8.GetBytes(topic));
}
