using System.Text.Json;

namespace ClosedLoop.Domain.Tests;

public class ParameterValueTests
{
    [Fact]
    public void Number_IsANumber()
    {
        ParameterValue value = 2.5;
        value.IsNumber.ShouldBeTrue();
        value.Number.ShouldBe(2.5);
        value.Text.ShouldBeNull();
        value.ToString().ShouldBe("2.5");
    }

    [Fact]
    public void Category_IsNoNumber()
    {
        ParameterValue value = "DMSO";
        value.IsNumber.ShouldBeFalse();
        value.ToString().ShouldBe("DMSO");
        Should.Throw<InvalidOperationException>(() => value.Number).Message.ShouldContain("'DMSO'");
    }

    [Fact]
    public void Values_CompareByKindAndContent()
    {
        new ParameterValue(1).ShouldBe(new ParameterValue(1));
        new ParameterValue("a").ShouldBe(new ParameterValue("a"));
        new ParameterValue("1").ShouldNotBe(new ParameterValue(1));
        new ParameterValue("a").ShouldNotBe(new ParameterValue("A"));
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-2e3", -2000)]
    [InlineData("0", 0)]
    public void JsonNumber_IsANumber(string json, double number) => JsonSerializer.Deserialize<ParameterValue>(json).ShouldBe(new ParameterValue(number));

    [Fact]
    public void JsonString_IsACategory_EvenWhenItLooksLikeANumber()
    {
        var value = JsonSerializer.Deserialize<ParameterValue>("\"1.5\"");
        value.IsNumber.ShouldBeFalse();
        JsonSerializer.Serialize(value).ShouldBe("\"1.5\"");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public void OtherJson_IsRefused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ParameterValue>(json));
}
