using System.Text.Json;

namespace ClosedLoop.Domain.Tests;

public class DispatchIdTests
{
    private static readonly DispatchId Some = new("alloy-7f3a", 12, "anneal", 2);

    [Fact]
    public void Text_ReadsBackToTheSameId()
    {
        Some.ToString().ShouldBe("alloy-7f3a.12.anneal.2");
        DispatchId.TryParse("alloy-7f3a.12.anneal.2", out var id).ShouldBeTrue();
        id.ShouldBe(Some);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alloy-7f3a")]
    [InlineData("alloy-7f3a.12.anneal")]
    [InlineData("alloy-7f3a.12.anneal.2.1")]
    [InlineData(".12.anneal.2")]
    [InlineData("alloy-7f3a.12..2")]
    [InlineData("alloy-7f3a..anneal.2")]
    [InlineData("alloy-7f3a.12.anneal.")]
    [InlineData("alloy-7f3a.x.anneal.2")]
    [InlineData("alloy-7f3a.12.anneal.1e0")]
    [InlineData("alloy-7f3a.-12.anneal.2")]
    [InlineData("alloy-7f3a.+12.anneal.2")]
    [InlineData("alloy-7f3a. 12.anneal.2")]
    [InlineData("alloy-7f3a.99999999999.anneal.2")]
    public void Text_ThatIsNoId_IsRefused(string text)
    {
        DispatchId.TryParse(text, out var id).ShouldBeFalse();
        id.ShouldBeNull();
    }

    /// <summary>Two texts for one id would be two entries in a ledger for one act.</summary>
    [Theory]
    [InlineData("alloy-7f3a.012.anneal.2")]
    [InlineData("alloy-7f3a.12.anneal.02")]
    [InlineData("alloy-7f3a.0.anneal.2")]
    [InlineData("alloy-7f3a.12.anneal.0")]
    public void Text_InASecondSpelling_IsRefused(string text) => DispatchId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Json_IsAString()
    {
        JsonSerializer.Serialize(Some).ShouldBe("\"alloy-7f3a.12.anneal.2\"");
        JsonSerializer.Deserialize<DispatchId>("\"alloy-7f3a.12.anneal.2\"").ShouldBe(Some);
    }

    [Theory]
    [InlineData("\"alloy\"")]
    [InlineData("\"\"")]
    public void Json_OfAnotherText_IsRefused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<DispatchId>(json));
}
