namespace ClosedLoop.Mqtt.Tests;

/// <summary>The examples of MQTT 5, section 4.7, and their edges.</summary>
public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player12", false)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("#", "/", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+", "sport", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+/tennis/#", "sport/tennis", true)]
    [InlineData("+/tennis/#", "sport/golf", false)]
    [InlineData("+/+/#", "sport", false)]
    [InlineData("a/+/b", "a//b", true)]
    [InlineData("a/b", "a/b/", false)]
    [InlineData("a/b/", "a/b", false)]
    [InlineData("a", "A", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/broker", "$SYS/broker", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("$SYS/+", "$SYS/broker", true)]
    [InlineData("a/#", "a/$SYS", true)]
    public void Matches_FilterAndTopic_AsTheStandardSays(string filter, string topic, bool expected)
    {
        TopicFilter.Matches(filter, topic).ShouldBe(expected);

        var tree = new SubscriptionTree<BrokerSession, BrokerSubscription>();
        var session = new BrokerSession("c", null, TimeProvider.System, new MqttBrokerOptions(), (_, _, _) => { });
        tree.Set(filter, session, new BrokerSubscription(session, new SubscriptionRequest(filter), null));
        var found = new List<BrokerSubscription>();
        tree.Match(topic, found);
        found.Count.ShouldBe(expected ? 1 : 0, "the broker's tree finds what the filter matches, once");
    }

    [Theory]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("a/+/b/#", true)]
    [InlineData("/", true)]
    [InlineData("a b/é", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a/b+", false)]
    [InlineData("+a", false)]
    [InlineData("a\0b", false)]
    public void IsValidFilter_Text_AsTheStandardSays(string filter, bool expected) => TopicFilter.IsValidFilter(filter).ShouldBe(expected);

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("$SYS/a", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("a/#", false)]
    [InlineData("a\0", false)]
    public void IsValidTopic_Text_AsTheStandardSays(string topic, bool expected) => TopicFilter.IsValidTopic(topic).ShouldBe(expected);

    [Fact]
    public void IsValidTopic_LongerThan65535Bytes_IsNot()
    {
        TopicFilter.IsValidTopic(new string('a', 65_535)).ShouldBeTrue();
        TopicFilter.IsValidTopic(new string('a', 65_536)).ShouldBeFalse();
        TopicFilter.IsValidTopic(new string('é', 40_000)).ShouldBeFalse();
    }

    [Fact]
    public void Tree_RandomFiltersAndTopics_FindsWhatMatchingEachFilterFinds()
    {
        var chance = new Random(11);
        string Level(string[] from) => from[chance.Next(from.Length)];
        string[] names = ["a", "b", "", "$s", "c"];
        string[] wild = ["a", "b", "", "$s", "+"];
        for (var round = 0; round < 200; round++)
        {
            var tree = new SubscriptionTree<BrokerSession, BrokerSubscription>();
            var filters = Enumerable.Range(0, 20).Select(_ => string.Join('/', Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Level(wild)))
                + (chance.Next(3) == 0 ? "/#" : "")).Where(TopicFilter.IsValidFilter).Distinct().ToList();
            var sessions = filters.ToDictionary(f => f, f => new BrokerSession(f, null, TimeProvider.System, new MqttBrokerOptions(), (_, _, _) => { }));
            foreach (var (filter, session) in sessions)
            {
                tree.Set(filter, session, new BrokerSubscription(session, new SubscriptionRequest(filter), null));
            }

            foreach (var gone in filters.Where(_ => chance.Next(4) == 0).ToList())
            {
                tree.Remove(gone, sessions[gone]).ShouldBeTrue();
                filters.Remove(gone);
            }
            for (var i = 0; i < 20; i++)
            {
                var topic = string.Join('/', Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Level(names)));
                if (topic.Length == 0)
                {
                    continue;
                }

                var found = new List<BrokerSubscription>();
                tree.Match(topic, found);
                found.Select(s => s.Session.ClientId).Order().ShouldBe(filters.Where(f => TopicFilter.Matches(f, topic)).Order(), topic);
            }
        }
    }
}
